//! Something for each shell, in the order of the shells' names.
//!
//! A page has a handful of shells: one sorted list serves where a map for every type would bring
//! kilobytes of code. It must not know what it keeps.

/// Something for each shell.
#[derive(Clone, Debug)]
pub(super) struct ByShell<T>(Vec<(String, T)>);

impl<T> Default for ByShell<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByShell<T> {
    /// Where a shell's part stands, or would stand.
    fn place(&self, shell: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|it| it.0.as_str().cmp(shell))
    }

    /// A shell's part.
    pub(super) fn get(&self, shell: &str) -> Option<&T> {
        self.place(shell).ok().map(|at| &self.0[at].1)
    }

    /// A shell's part, to change it.
    pub(super) fn get_mut(&mut self, shell: &str) -> Option<&mut T> {
        let at = self.place(shell).ok()?;
        Some(&mut self.0[at].1)
    }

    /// Forgets a shell's part.
    pub(super) fn remove(&mut self, shell: &str) {
        if let Ok(at) = self.place(shell) {
            drop(self.0.remove(at));
        }
    }

    /// The names of the shells that have a part.
    pub(super) fn names(&self) -> Vec<String> {
        self.0.iter().map(|it| it.0.clone()).collect()
    }
}

impl<T: Default> ByShell<T> {
    /// A shell's part, which begins empty.
    pub(super) fn entry(&mut self, shell: &str) -> &mut T {
        let at = match self.place(shell) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (shell.to_owned(), T::default()));
                at
            }
        };
        &mut self.0[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_in_the_order_of_names_and_forgotten() {
        let mut lines: ByShell<Vec<u8>> = ByShell::default();
        for shell in ["shell 2", "api", "shell 1", "api"] {
            lines.entry(shell).push(1);
        }
        assert_eq!(lines.names(), ["api", "shell 1", "shell 2"]);
        assert_eq!(lines.get("api").map(Vec::len), Some(2));
        assert_eq!(lines.get_mut("shell 3"), None);
        lines.remove("shell 1");
        lines.remove("shell 3");
        assert_eq!(lines.names(), ["api", "shell 2"]);
    }
}
