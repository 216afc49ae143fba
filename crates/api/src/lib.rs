//! HTTP, server-sent events, sign-in and authorisation, OpenAPI, the embedded pages.
