//! What of a scenario counts where several are added up.

use super::check_reference;
use crate::syntax::{Check, Fields, Reader, settings};

settings! {
    /// What counts in `breakeven portfolio`: architectures and traffic levels are alternatives, and
    /// only one of each is paid for.
    pub struct PortfolioChoice {
        /// The architecture; the only one unless there are several.
        architecture: Option<String> = None,
        /// The traffic level; that of the projection, or the only one, unless given.
        traffic: Option<String> = None,
    }
}

impl Check for PortfolioChoice {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_reference(self.architecture.as_deref(), "architecture", fields, reader);
        check_reference(self.traffic.as_deref(), "traffic", fields, reader);
    }
}
