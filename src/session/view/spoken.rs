//! The requests of one command in every tongue. Plain values; see [`super`].

pub use crate::ctl::tongues::{Row, Said, Tongues, Unsaid};

/// What one command asked, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The command, as typed; empty where nobody typed one.
    pub command: String,
    /// Its requests; 20 at most.
    pub calls: Vec<SpokenCall>,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenCall {
    /// The request.
    pub tongues: Tongues,
    /// The answer as its structure; none while there is no answer, or it was refused, or it is no
    /// longer kept.
    pub rows: Vec<Row>,
    /// Why it was refused, in etcd's words.
    pub refused: Option<String>,
}
