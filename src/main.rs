//! Starts the shell that fits: the page in a browser, the command line elsewhere.

#[cfg(target_arch = "wasm32")]
fn main() {
    etcdscope::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    etcdscope::cli::main()
}
