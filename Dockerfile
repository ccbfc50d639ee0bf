# docker build --tag breakeven:0.1.0 .
# docker run --rm --volume "$PWD:/work:ro" breakeven:0.1.0 check scenarios

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY benches benches
COPY pricing-data pricing-data
COPY src src
COPY templates templates
RUN cargo build --release --locked --bin breakeven

FROM debian:bookworm-slim
# git for `breakeven diff main:scenarios/api.yaml …`, certificates for `--prices live`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    # What is mounted belongs to somebody else; a repository anywhere else has to be the user's own.
    && git config --system --add safe.directory /work \
    && useradd --create-home --uid 10001 breakeven
COPY --from=build /src/target/release/breakeven /usr/local/bin/breakeven
USER breakeven
WORKDIR /work
ENTRYPOINT ["breakeven"]
