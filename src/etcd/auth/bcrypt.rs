//! Passwords as etcd keeps them: bcrypt's own text, `$2a$COST$` and then salt and hash in its own
//! base64 (`golang.org/x/crypto/bcrypt`). It must not know users.

use super::blowfish::Blowfish;

/// Doublings of the work. etcd's is 10, which costs a page sixty-four times as much.
const COST: u32 = 4;

/// The most work that a stored password may ask for; one that asks for more fits no password.
const COST_MAX: u32 = 14;

const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What is enciphered.
const TEXT: &[u8; 24] = b"OrpheanBeholderScryDoubt";

/// Length of a salt in text.
const SALT: usize = 22;

/// The text to keep of a password.
pub(super) fn hash(password: &str, salt: [u8; 16]) -> String {
    digest(password, &encode(&salt), COST)
}

/// Whether the text that was kept is of this password.
pub(super) fn matches(kept: &[u8], password: &str) -> bool {
    let kept = String::from_utf8_lossy(kept);
    let mut parts = kept.split('$').skip(1);
    let (Some(_version), Some(cost), Some(rest)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Ok(cost), Some(salt)) = (cost.parse(), rest.get(..SALT)) else {
        return false;
    };
    cost <= COST_MAX && digest(password, salt, cost).get(7..) == kept.get(7..)
}

fn digest(password: &str, salt: &str, cost: u32) -> String {
    let bytes = decode(salt);
    let key = [password.as_bytes(), b"\0"].concat();
    let mut cipher = Blowfish::new();
    cipher.expand(&key, &bytes);
    for _ in 0..1 << cost {
        cipher.expand(&key, &[]);
        cipher.expand(&bytes, &[]);
    }
    let mut hash = Vec::with_capacity(TEXT.len());
    for block in TEXT.chunks(8) {
        let word = |at| {
            block[at..at + 4]
                .iter()
                .fold(0, |w, b| w << 8 | u32::from(*b))
        };
        let mut block = [word(0), word(4)];
        (0..64).for_each(|_| cipher.encrypt(&mut block));
        hash.extend(block.iter().flat_map(|word| word.to_be_bytes()));
    }
    // The last byte was forgotten when bcrypt was new, and has stayed so.
    let hash = encode(&hash[..23]);
    format!("$2a${cost:02}${salt}{hash}")
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, at| {
            word << 8 | three.get(at).map_or(0, |byte| usize::from(*byte))
        });
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[word >> (18 - 6 * place) & 63]));
        }
    }
    text
}

/// The whole bytes in a text; a letter that is none counts as the first.
fn decode(text: &str) -> Vec<u8> {
    let value = |letter| ALPHABET.iter().position(|it| *it == letter).unwrap_or(0);
    let mut bytes = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let word = (0..4).fold(0, |word, at| {
            word << 6 | four.get(at).map_or(0, |letter| value(*letter))
        });
        bytes.extend((1..four.len()).map(|place| (word >> (24 - 8 * place)) as u8));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_others_do() {
        // From libxcrypt. Only 72 bytes count.
        let long = "a".repeat(80);
        let table = [
            (
                "",
                "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.",
            ),
            (
                "pw",
                "$2a$04$abcdefghijklmnopqrstuuyvPXIbu7xe6/CED2DzX8z6Si09MlzlW",
            ),
            (
                "p\u{e4}ssword",
                "$2a$04$abcdefghijklmnopqrstuum174eFeoTj0DHmtuueFaS3Wde4P7wHG",
            ),
            (
                &long[..],
                "$2a$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe",
            ),
        ];
        for (password, kept) in table {
            assert!(matches(kept.as_bytes(), password), "{password}");
            assert!(!matches(kept.as_bytes(), "other"), "{password}");
        }
    }

    #[test]
    fn what_is_kept_can_be_compared_again() {
        let kept = hash("pw", *b"sixteen bytes   ");
        assert_eq!((kept.len(), &kept[..7]), (60, "$2a$04$"));
        assert!(matches(kept.as_bytes(), "pw"));
        assert!(!matches(kept.as_bytes(), "pw "));
        for damaged in [
            "",
            "$2a$04$",
            "$2a$99$aaaaaaaaaaaaaaaaaaaaaa",
            "\u{e9}$\u{e9}$04$x",
        ] {
            assert!(!matches(damaged.as_bytes(), "pw"), "{damaged}");
        }
    }
}
