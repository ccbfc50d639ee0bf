#!/usr/bin/env bash
# What action.yml runs. Everything comes in through the environment and is used as data, never as code.
# Runs with the bash 3.2 of macOS too.
#
#   github.sh key       names the program this folder builds, for a cache
#   github.sh install   finds the program or builds it
#   github.sh check     checks the budgets, writes the summary and the comment
set -euo pipefail
export LC_ALL=C
export GIT_LITERAL_PATHSPECS=1 GIT_TERMINAL_PROMPT=0

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
temp=${RUNNER_TEMP:-${TMPDIR:-/tmp}}

# GitHub takes 65,536 characters in a comment and 1 MiB in a summary; bytes are never fewer.
readonly COMMENT_BYTES=64000 SUMMARY_BYTES=900000

fail() {
    printf 'error: %s\n' "$2"
    exit "$1"
}

output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"; }

# A name of somebody else's choice, fit to stand in Markdown between backticks.
plain() { printf '%s' "$1" | tr -c 'A-Za-z0-9._/@+=-' '?'; }

# The lines of a text in `lines`, without blanks around them and without empty ones.
split() {
    lines=()
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line#"${line%%[![:space:]]*}"}
        line=${line%"${line##*[![:space:]]}"}
        [ -z "$line" ] || lines+=("$line")
    done <<<"$1"
}

key() {
    local sum
    sum=$(cd "$here" && find Cargo.toml Cargo.lock src templates pricing-data -type f -print0 |
        sort -z | xargs -0 git hash-object --no-filters | git hash-object --stdin)
    output key "$sum-$(plain "${INPUT_FEATURES:-cli}")"
}

install() {
    local root=$temp/breakeven toolchain
    if [ -n "${INPUT_BINARY:-}" ]; then
        [ -x "$INPUT_BINARY" ] || fail 2 "binary: there is no program at $INPUT_BINARY"
        output binary "$(cd "$(dirname "$INPUT_BINARY")" && pwd)/$(basename "$INPUT_BINARY")"
        return
    fi
    if [ ! -x "$root/bin/breakeven" ]; then
        # Older ones refuse the package; runners bring rustup, but not always a toolchain this new.
        toolchain=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$here/Cargo.toml")
        if command -v rustup >/dev/null; then
            rustup toolchain install --profile minimal --no-self-update "$toolchain"
            export RUSTUP_TOOLCHAIN=$toolchain
        fi
        cargo install --locked --path "$here" --root "$root" \
            --no-default-features --features "${INPUT_FEATURES:-cli}"
    fi
    output binary "$root/bin/breakeven"
}

# Refuses links: the branch under review may make a file or folder one that leads anywhere on the machine,
# and faults are quoted in logs and comments. Absolute paths are the workflow's own.
no_link() {
    case $1 in
        /*) ;;
        *) [ ! -L "$1" ] || fail 2 "$(plain "$1") is a link; name what it leads to" ;;
    esac
}

# A file cut after the last line that fits; whether it was cut is the exit code.
cut_lines() {
    if [ "$(wc -c <"$1")" -le "$2" ]; then
        cat "$1"
        return 1
    fi
    head -c "$2" "$1" | sed '$d'
}

# What a program said, as text that is no Markdown.
quoted() {
    printf '<pre>\n'
    head -c 4000 "$1" | tr -d '\000-\010\013-\037\177' |
        sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/@/\&#64;/g'
    printf '\n</pre>\n'
}

# The revision to compare with in `base`, and what people call it in `base_name`; both empty without one.
find_base() {
    base='' base_name=''
    local ref=${INPUT_BASE_REF:-} merge_base
    if [ -z "$ref" ]; then
        [ -n "${GITHUB_BASE_REF:-}" ] || return 0
        ref=refs/remotes/origin/$GITHUB_BASE_REF
        git rev-parse --verify --quiet "$ref^{commit}" >/dev/null ||
            git fetch --quiet --no-tags --depth=1 origin "+refs/heads/$GITHUB_BASE_REF:$ref" || {
            echo "note: the base branch can't be fetched, so that nothing is compared with it"
            return 0
        }
    fi
    case $ref in -*) fail 2 "base-ref: no revision starts with \`-\`" ;; esac
    base=$(git rev-parse --verify --quiet "$ref^{commit}") ||
        fail 2 "base-ref: there is no revision $ref; check out with fetch-depth: 0"
    base_name=$(plain "${ref#refs/remotes/}")
    # Where the branch came from: what the base went on with is no change of this branch.
    if merge_base=$(git merge-base "$base" HEAD 2>/dev/null); then
        base=$merge_base
    fi
    base=$(git rev-parse --short=12 "$base")
}

# Policies and overlays of prices lie among scenarios. A link may lead to a file that is nobody's business.
is_scenario() { [ ! -L "$1" ] && grep -Eq "^[[:space:]{]*[\"']?architectures[\"']?[[:space:]]*:" -- "$1"; }

# The scenarios that differ from the base in `changed`, new ones in `added`, and those gone in `removed`.
find_changed() {
    changed=() added=() removed=()
    local path csv folder traffic=()
    while IFS= read -r -d '' path; do
        case $path in *.csv) traffic+=("$path") ;; esac
    done < <(git diff --name-only --no-renames --no-ext-diff --relative -z "$base")
    while IFS= read -r -d '' path; do
        case $path in *.yaml | *.yml) ;; *) continue ;; esac
        if [ ! -f "$path" ]; then
            removed+=("$path")
        elif is_scenario "./$path"; then
            if git cat-file -e "$base:$prefix$path" 2>/dev/null; then
                changed+=("$path")
            else
                added+=("$path")
            fi
        fi
    done < <(git diff --name-only --no-renames --no-ext-diff --relative -z "$base" -- "${files[@]}")
    [ ${#traffic[@]} -gt 0 ] || return 0
    # Measured traffic lies beside the scenario that names it.
    while IFS= read -r -d '' path; do
        case $path in *.yaml | *.yml) ;; *) continue ;; esac
        folder=''
        case $path in */*) folder=${path%/*}/ ;; esac
        for csv in "${traffic[@]}"; do
            case $csv in "$folder"*) ;; *) continue ;; esac
            if [ -f "$path" ] && grep -qF -- "${csv##*/}" "./$path" && git diff --quiet "$base" -- "$path"; then
                changed+=("$path")
                break
            fi
        done
    done < <(git ls-files -z -- "${files[@]}")
}

# What changed against the base, in at most so many bytes.
differences() {
    local room=$1 left=${#changed[@]} most path
    printf '\nCompared with `%s` (%s).\n' "$base_name" "$base"
    for path in ${added[@]+"${added[@]}"}; do
        [ "$room" -gt 500 ] || break
        printf '\nNew: `%s`\n' "$(plain "$path")"
        room=$((room - ${#path} - 12))
    done
    for path in ${removed[@]+"${removed[@]}"}; do
        [ "$room" -gt 500 ] || break
        printf '\nRemoved: `%s`\n' "$(plain "$path")"
        room=$((room - ${#path} - 16))
    done
    if [ $((${#changed[@]} + ${#added[@]} + ${#removed[@]})) -eq 0 ]; then
        printf '\nNo scenario changed.\n'
    fi
    for path in ${changed[@]+"${changed[@]}"}; do
        most=$((room / left))
        [ "$most" -le 60000 ] || most=60000
        if [ "$most" -lt 2500 ]; then
            most=$room
            [ "$most" -le 8000 ] || most=8000
        fi
        if [ "$most" -lt 2500 ]; then
            printf '\n_%s more scenarios changed._\n' "$left"
            return
        fi
        if "$breakeven" diff ${prices[@]+"${prices[@]}"} --format=markdown --max-bytes=$((most - 400)) \
            -- "$base:$prefix$path" "$path" >"$work/diff.md" 2>"$work/diff.txt"; then
            printf '\n' && cat "$work/diff.md"
            room=$((room - $(wc -c <"$work/diff.md") - 1))
        else
            {
                printf '\n`%s` is not compared:\n\n' "$(plain "$path")"
                quoted "$work/diff.txt"
            } >"$work/diff.md"
            cat "$work/diff.md"
            room=$((room - $(wc -c <"$work/diff.md")))
        fi
        left=$((left - 1))
    done
}

# The report in at most so many bytes.
report() {
    local room=$1 of_check=$(($1 * 2 / 5))
    if cut_lines "$work/check.md" "$of_check" >"$work/cut.md"; then
        printf '\n_The rest of the findings is in the summary and the log of the job._\n' >>"$work/cut.md"
    fi
    if [ "$code" -ge 2 ]; then
        {
            printf '\nThe check could not be completed (exit code %s):\n\n' "$code"
            quoted "$work/errors.txt"
        } >>"$work/cut.md"
    fi
    cat "$work/cut.md"
    [ -z "$base" ] || differences $((room - $(wc -c <"$work/cut.md") - 200))
}

# One comment for each pull request: the one that starts with the mark and is ours, or a new one.
comment() {
    local number=${PR_NUMBER:-} mark old
    case $number in
        '') echo 'note: no pull request, no comment' && return ;;
        *[!0-9]*) fail 2 'PR_NUMBER is no number' ;;
    esac
    mark="<!-- breakeven:$(printf '%s' "${INPUT_COMMENT_KEY:-check}" | tr -c 'A-Za-z0-9._' '_') -->"
    {
        printf '%s\n' "$mark"
        report $((COMMENT_BYTES - 200))
    } >"$work/comment.md"
    old=$(gh pr view "$number" --repo "$GITHUB_REPOSITORY" --json comments --jq \
        "[.comments[] | select(.viewerDidAuthor and (.body | startswith(\"$mark\"))) | .url | split(\"#issuecomment-\")[1]] | last // empty") ||
        return 1
    case $old in
        '' | *[!0-9]*) gh pr comment "$number" --repo "$GITHUB_REPOSITORY" --body-file "$work/comment.md" ;;
        *) gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$old" \
            --field "body=@$work/comment.md" --silent ;;
    esac
}

check() {
    breakeven=${BREAKEVEN:-breakeven}
    case ${INPUT_FAIL_ON:=failure} in
        failure | warning | never) ;;
        *) fail 2 'fail-on: one of failure, warning, never' ;;
    esac
    local value
    split "${INPUT_FILES:-}"
    files=(${lines[@]+"${lines[@]}"})
    [ ${#files[@]} -gt 0 ] || fail 2 'files: name scenario files, or folders of them, one on each line'
    for value in "${files[@]}"; do no_link "${value%/}"; done
    local options=()
    split "${INPUT_POLICY:-}"
    for value in ${lines[@]+"${lines[@]}"}; do no_link "$value" && options+=("--policy=$value"); done
    split "${INPUT_BASELINE:-}"
    for value in ${lines[@]+"${lines[@]}"}; do no_link "$value" && options+=("--baseline=$value"); done
    prices=()
    no_link "${INPUT_PRICES:-}" && no_link "${INPUT_PRICE_LOCK:-}"
    [ -z "${INPUT_PRICES:-}" ] || prices+=("--prices=$INPUT_PRICES")
    [ -z "${INPUT_PRICE_LOCK:-}" ] || prices+=("--price-lock=$INPUT_PRICE_LOCK")
    options+=(${prices[@]+"${prices[@]}"})
    work=$(mktemp -d "$temp/breakeven-XXXXXX")

    run() { "$breakeven" check ${options[@]+"${options[@]}"} "$@" -- "${files[@]}"; }
    code=0
    run --format=github >"$work/annotations.txt" 2>"$work/errors.txt" || code=$?
    run --format=markdown >"$work/check.md" 2>/dev/null || true
    output exit-code "$code"
    if [ "${INPUT_SARIF:-false}" = true ]; then
        run --format=sarif --output="$work/check.sarif" 2>/dev/null || true
        [ ! -s "$work/check.sarif" ] || output sarif "$work/check.sarif"
    fi
    cat "$work/errors.txt"
    # Only what the program wrote as annotations is taken for commands.
    printf '::%s::\n' "$token"
    cat "$work/annotations.txt"
    printf '::stop-commands::%s\n' "$token"

    prefix=$(git rev-parse --show-prefix 2>/dev/null || true)
    find_base
    [ -z "$base" ] || find_changed
    report "$SUMMARY_BYTES" >"$work/report.md"
    output report "$work/report.md"
    cat "$work/report.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    # Budgets decide how the job ends, not whether a comment could be written: a pull request from a
    # fork has a token that may only read.
    if [ "${INPUT_COMMENT:-true}" = true ] && ! comment; then
        printf '::%s::\n::warning title=breakeven::No comment: it takes the permission pull-requests: write, which pull requests from forks do not have. The summary of the job has the report.\n::stop-commands::%s\n' "$token" "$token"
    fi

    case $INPUT_FAIL_ON in
        warning) [ "$code" -ne 0 ] || ! grep -q '^::warning ' "$work/annotations.txt" || exit 1 ;;
        never) [ "$code" -ne 1 ] || exit 0 ;;
    esac
    exit "$code"
}

# Scenarios, paths and the words of programs end up in the log. Until the token is given back, nothing
# in it is a command, in neither stream.
exec 2>&1
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
trap 'printf "::%s::\n" "$token"' EXIT
case ${1:-} in
    key) key ;;
    install) install ;;
    check) check ;;
    *) fail 2 'usage: github.sh key|install|check' ;;
esac
