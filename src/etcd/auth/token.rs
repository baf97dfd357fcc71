//! Tokens of logins, as a member remembers them (`server/auth/simple_token.go`). They are no part
//! of what Raft agrees on: every member notes them while it applies logins, and forgets them when
//! its process ends.

use crate::units::{Index, Map, Micros, Rng, StateHash};

/// How long a token lasts unless it is used (`simpleTokenTTLDefault`).
const TTL: Micros = Micros::from_secs(300);

/// Letters of a token before its index (`defaultSimpleTokenLength`).
const LENGTH: usize = 16;

/// What a token is made of (`letters`).
const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Who holds a token, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Holder {
    user: String,
    until: Micros,
}

/// A member's tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::etcd) struct Tokens {
    /// Whether logins are noted. A member that was told of authentication by a snapshot alone
    /// notes none, and believes no token (a defect of 3.5.1).
    noted: bool,
    holders: Map<String, Holder>,
}

impl Tokens {
    /// Those of a process that starts, or installs a state.
    pub(in crate::etcd) const fn new(noted: bool) -> Self {
        Self {
            noted,
            holders: Map::new(),
        }
    }

    /// Begins to note logins, or forgets them all and stops.
    pub(in crate::etcd) fn note_logins(&mut self, noted: bool) {
        *self = Self::new(noted);
    }

    /// Notes a login.
    pub(in crate::etcd) fn assign(&mut self, token: String, user: String, now: Micros) {
        if !self.noted {
            return;
        }
        self.holders.retain(|_, holder| holder.until >= now);
        let until = now + TTL;
        self.holders.insert(token, Holder { user, until });
    }

    /// The user that holds a token; using it makes it last.
    pub(in crate::etcd) fn user(&mut self, token: &str, now: Micros) -> Option<String> {
        let holder = self.holders.get_mut(token)?;
        if holder.until < now {
            return None;
        }
        if self.noted {
            holder.until = now + TTL;
        }
        Some(holder.user.clone())
    }

    /// Forgets a user's tokens.
    pub(in crate::etcd) fn forget(&mut self, user: &str) {
        if self.noted {
            self.holders.retain(|_, holder| holder.user != user);
        }
    }

    pub(in crate::etcd) fn fold(&self, hash: &mut StateHash) {
        hash.flag(self.noted);
        for (token, holder) in &self.holders {
            hash.bytes(token.as_bytes()).u64(holder.until.0);
        }
    }
}

/// The index of the login that a token came from; `None` if it is no token.
pub(in crate::etcd) fn index(token: &str) -> Option<Index> {
    let mut parts = token.split('.').skip(1);
    let index = parts.next().filter(|_| parts.next().is_none())?;
    let digits = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    index.parse().ok().filter(|_| digits).map(Index)
}

/// The letters of a new token.
pub(in crate::etcd) fn letters(rng: &mut Rng) -> String {
    let letter = |_| char::from(LETTERS[rng.below(LETTERS.len() as u64) as usize]);
    (0..LENGTH).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lasts_while_it_is_used() {
        let mut tokens = Tokens::new(true);
        let at = Micros::from_secs;
        tokens.assign("a.5".to_owned(), "u".to_owned(), at(0));
        assert_eq!(tokens.user("a.5", at(300)).as_deref(), Some("u"));
        assert_eq!(tokens.user("a.5", at(600)).as_deref(), Some("u"));
        assert_eq!(tokens.user("a.5", at(901)), None);
        assert_eq!(tokens.user("a.6", at(300)), None);
    }

    #[test]
    fn a_users_tokens_go_with_the_user_and_all_with_authentication() {
        let mut tokens = Tokens::new(true);
        let now = Micros::ZERO;
        for (token, user) in [("a.1", "u"), ("b.2", "v"), ("c.3", "u")] {
            tokens.assign(token.to_owned(), user.to_owned(), now);
        }
        tokens.forget("u");
        let mut known = |token| tokens.user(token, now).is_some();
        assert_eq!(["a.1", "b.2", "c.3"].map(&mut known), [false, true, false]);
        tokens.note_logins(false);
        tokens.assign("d.4".to_owned(), "u".to_owned(), now);
        assert_eq!(tokens, Tokens::new(false));
    }

    #[test]
    fn reads_the_index_of_a_token() {
        let table = [
            ("abc.7", Some(7)),
            (".0", Some(0)),
            ("abc", None),
            ("abc.", None),
            ("a.b.7", None),
            ("a.+7", None),
            ("a.18446744073709551616", None),
        ];
        for (token, wanted) in table {
            assert_eq!(index(token), wanted.map(Index), "{token}");
        }
    }

    #[test]
    fn tokens_are_letters_that_chance_chose() {
        let mut rng = Rng::new(1);
        let (one, two) = (letters(&mut rng), letters(&mut rng));
        assert!(one != two && one.len() == LENGTH);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphabetic()));
    }
}
