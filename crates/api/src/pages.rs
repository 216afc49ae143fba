//! The browser's pages, embedded at build time from `web/dist`.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const NOT_BUILT: &str = "The pages are not part of this build. Run `make web`, then build again.\n\
                         此次构建未包含页面，请先运行 make web 再构建。\n";

/// Answers every path that is no route: an embedded file, or the application itself so that its own
/// addresses can be opened and sent.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") {
        return crate::error::ApiError::not_found().into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET,HEAD")]).into_response();
    }
    match Dist::get(path) {
        Some(file) if !path.is_empty() => answer(path, file),
        // A missing asset must not be answered with the page: the browser would run HTML as a script.
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        _ => match Dist::get("index.html") {
            Some(file) => answer("index.html", file),
            None => (StatusCode::NOT_FOUND, NOT_BUILT).into_response(),
        },
    }
}

fn answer(path: &str, file: rust_embed::EmbeddedFile) -> Response {
    let media_type = file.metadata.mimetype().to_owned();
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&media_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    // Assets carry their content's hash in their names; the page itself must be asked for anew.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}
