//! Starts the page. It runs in a browser alone.

fn main() {
    #[cfg(target_arch = "wasm32")]
    web::app::start();
}
