//! etcdctl: words to requests, responses to text.

pub mod job;
