//! Why prices could not be fetched.

/// What was asked for, and why it did not come. Never holds a credential: URLs are without their
/// query, and of what a server says only its code and a line of its message are kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {fault}")]
pub struct FetchError {
    /// What was asked for: `AmazonECS of eu-west-1`.
    pub what: String,
    /// Why it did not come.
    pub fault: FetchFault,
}

/// Why something did not come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchFault {
    /// No credentials were found.
    #[error(
        "no AWS credentials were found (environment, profile, container or instance role); sign in, \
         or read the public files, which need none: `--from bulk`"
    )]
    NoCredentials,
    /// The credentials are known, and past their time.
    #[error("the AWS credentials have expired; sign in again, or use `--from bulk`")]
    ExpiredCredentials,
    /// The credentials are not accepted.
    #[error("AWS does not accept the credentials ({0}); check the profile, or use `--from bulk`")]
    BadCredentials(String),
    /// The credentials are set up, and can't be had.
    #[error(
        "the AWS credentials can't be loaded ({0}); check how they are set up, or use `--from bulk`"
    )]
    UnusableCredentials(String),
    /// The caller may not ask.
    #[error(
        "access denied: the credentials lack `{0}`; add it to their policy, or use `--from bulk`"
    )]
    AccessDenied(String),
    /// The name of the host is not known.
    #[error("the host `{0}` is not known; check the network and the name server")]
    UnknownHost(String),
    /// Nobody answers at the address.
    #[error("`{0}` can't be reached ({1}); check the network and the proxy")]
    Unreachable(String, String),
    /// The certificate or the encryption is not to be trusted.
    #[error(
        "no trusted connection to `{0}` ({1}); behind a proxy that inspects, add its certificate to \
         those of the system"
    )]
    Tls(String, String),
    /// Asked too often, and still after every attempt.
    #[error("AWS asks to slow down, still after {}; try again later", counted(*.0, "attempt"))]
    Throttled(u32),
    /// The server failed, at every attempt.
    #[error("the server answers {status}, still after {}; try again later", counted(*.attempts, "attempt"))]
    Server {
        /// The HTTP status.
        status: u16,
        /// How often it was asked.
        attempts: u32,
    },
    /// The server says no, and asking again would not help.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// Nothing came for too long.
    #[error("no answer within {}; try again, or give it longer with `--timeout`", counted(*.0, "second"))]
    Timeout(u64),
    /// Not everything came within the time for all of it, in seconds.
    #[error("not everything came within {}; try again, or give it longer with `--deadline`", counted(*.0, "second"))]
    Deadline(u64),
    /// The answer ended early.
    #[error("the answer ended early, still after {}; try again", counted(*.0, "attempt"))]
    Truncated(u32),
    /// The answer is not what it should be.
    #[error("the answer can't be read: {0}")]
    Invalid(String),
    /// The same page came again.
    #[error("page {0} names a next page that was read before; the list would never end")]
    TokenLoop(u32),
    /// More came than makes sense.
    #[error("the answer has more than {0} bytes; is `{1}` the right server?")]
    TooLarge(u64, String),
    /// The server sends elsewhere.
    #[error("the server sends on to `{0}`, which is not followed")]
    Redirect(String),
    /// The Price List has no such service or region.
    #[error("the Price List has no {0}")]
    NotListed(String),
    /// What the source has is older than what is here.
    #[error(
        "the source has version {found}, older than {here}, which is here; take it with `--anew`"
    )]
    Older {
        /// The version found.
        found: String,
        /// The version at hand.
        here: String,
    },
    /// This source does not have it.
    #[error("{0}")]
    Unsupported(String),
}

/// `1 attempt`, `2 attempts`.
pub(super) fn counted(count: impl Into<u64>, of: &str) -> String {
    match count.into() {
        1 => format!("1 {of}"),
        many => format!("{many} {}", crate::units::plural(of)),
    }
}

impl FetchFault {
    /// True when every other request would end the same way, so that none is made.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        matches!(
            self,
            FetchFault::NoCredentials
                | FetchFault::ExpiredCredentials
                | FetchFault::BadCredentials(_)
                | FetchFault::UnusableCredentials(_)
                | FetchFault::AccessDenied(_)
                | FetchFault::UnknownHost(_)
                | FetchFault::Unreachable(..)
                | FetchFault::Tls(..)
                | FetchFault::Timeout(_)
                | FetchFault::Deadline(_)
        )
    }

    /// The fault of a source whose time for everything is over.
    #[cfg(any(feature = "fetch", feature = "aws-sdk"))]
    pub(super) fn deadline(total: std::time::Duration) -> FetchFault {
        FetchFault::Deadline(total.as_secs().max(1))
    }
}

impl FetchError {
    /// An error of something asked for.
    pub fn new(what: impl Into<String>, fault: FetchFault) -> FetchError {
        FetchError {
            what: what.into(),
            fault,
        }
    }
}
