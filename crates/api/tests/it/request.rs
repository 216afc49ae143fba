//! Requests to the router without a socket, and what comes back.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::city::{City, Session};

/// One request in the making.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    pub(crate) fn new(method: &str, path: impl Into<String>) -> Self {
        Self { method: method.parse().unwrap(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// With a JSON body.
    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self::new("POST", path).body("application/json", body.to_string())
    }

    /// A command to an alarm, made for `version`, with an idempotency key.
    pub(crate) fn command(
        id: impl std::fmt::Display,
        name: &str,
        version: u64,
        key: &str,
        body: &Value,
    ) -> Self {
        Self::post(format!("/api/v1/alarms/{id}/{name}"), body)
            .header("if-match", format!("\"{version}\""))
            .header("idempotency-key", key)
    }

    /// A form with one file.
    pub(crate) fn upload(name: &str, content: &[u8]) -> Self {
        Self::uploads(&[("file", name, content)])
    }

    /// Files by the form's field, their name and their bytes.
    pub(crate) fn uploads(files: &[(&str, &str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (field, name, content) in files {
            let head = format!(
                "--seam\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--seam--\r\n");
        Self::new("POST", "/api/v1/files").body("multipart/form-data; boundary=seam", body)
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// With the session's cookie and its CSRF token.
    pub(crate) fn by(self, session: &Session) -> Self {
        self.cookie(session).header("x-csrf-token", session.csrf.clone())
    }

    /// With the session's cookie only.
    pub(crate) fn cookie(self, session: &Session) -> Self {
        self.header("cookie", format!("jingwei_session={}", session.token.as_str()))
    }

    fn build(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body)).unwrap()
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl City {
    /// Asks and reads the whole answer.
    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let response = self.open(ask).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks and leaves the answer's body open.
    pub(crate) async fn open(&self, ask: Ask) -> axum::response::Response {
        self.router.clone().oneshot(ask.build()).await.unwrap()
    }
}

impl Answer {
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The JSON of a good answer.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{:?}", self.body);
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem of a refused request, checked for its form: problem+json in both languages.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:?}", self.body);
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json", "{:?}", self.body);
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], status);
        let code = problem["code"].as_str().unwrap();
        let stable = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(stable, "{code:?} is no stable code");
        let title = problem["title"].as_str().unwrap();
        assert!(!title.is_ascii(), "{title:?} is not Chinese");
        let title_en = problem["title_en"].as_str().unwrap();
        assert!(title_en.chars().any(|c| c.is_ascii_alphabetic()), "{title_en:?} is not English");
        problem
    }

    /// The code of a refused request.
    #[track_caller]
    pub(crate) fn code(&self, status: u16) -> String {
        self.problem(status)["code"].as_str().unwrap().to_owned()
    }
}
