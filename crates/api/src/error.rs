//! What a refused request answers: problem+json (RFC 9457) with a stable code, a Chinese and an English
//! sentence, and what was kept.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::lab::LabRefusal;

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// An error with its causes, for logs.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The body of every error answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `about:blank`: the code says what it is.
    #[serde(rename = "type")]
    pub problem_type: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A stable code, as in `version_conflict`.
    pub code: String,
    /// What happened, in Chinese.
    pub title: String,
    /// What happened, in English.
    pub title_en: String,
    /// What was kept and what to do, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What was kept and what to do, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_en: Option<String>,
    /// The version that the thing has now, after a conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
}

/// Why a request was not carried out. Built with one of the constructors; the cause stays in the log.
#[derive(Debug)]
pub struct ApiError(Box<Answer>);

/// Boxed, because every handler carries the type in its result.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    code: String,
    title: Bilingual,
    detail: Option<Bilingual>,
    current_version: Option<u64>,
    retry_after_s: Option<u64>,
}

impl ApiError {
    fn new(status: StatusCode, code: &str, title: Bilingual) -> Self {
        let code = code.into();
        Self(Box::new(Answer {
            status,
            code,
            title,
            detail: None,
            current_version: None,
            retry_after_s: None,
        }))
    }

    /// 401: nobody is signed in.
    pub(crate) fn not_signed_in() -> Self {
        let title = Bilingual::new("请先登录", "sign in first");
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", title)
    }

    /// 401: the login or the password is wrong, without saying which.
    pub(crate) fn wrong_credentials() -> Self {
        let title = Bilingual::new("账号或密码不正确", "the login or the password is wrong");
        Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", title)
    }

    /// 429: too many attempts.
    pub(crate) fn too_many_attempts(retry_after_s: u64) -> Self {
        let title = Bilingual::new(
            format!("尝试次数过多，请在{retry_after_s}秒后再试"),
            format!("too many attempts, try again in {retry_after_s} s"),
        );
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", title);
        error.0.retry_after_s = Some(retry_after_s);
        error
    }

    /// 401: a token is missing or not good.
    pub(crate) fn unauthorised(code: &str, title: Bilingual) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, title)
    }

    /// 429: more than somebody's share.
    pub(crate) fn too_busy(code: &str, title: Bilingual, retry_after_s: u64) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, code, title);
        error.0.retry_after_s = Some(retry_after_s);
        error
    }

    /// 503: readings could not be made durable; whoever sent them should send them again.
    pub(crate) fn not_durable(reason: &str) -> Self {
        tracing::error!(reason, "pushed readings could not be made durable");
        let title = Bilingual::new("暂时无法保存，请重新推送", "they could not be kept now, send them again");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_durable", title)
    }

    /// 403: the account may not do this.
    pub(crate) fn forbidden(code: &str, title: Bilingual) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, title)
    }

    /// 403: the account's role does not reach this.
    pub(crate) fn not_allowed() -> Self {
        Self::forbidden(
            "not_allowed",
            Bilingual::new("您的账号无权查看或操作", "your account may not see or do this"),
        )
    }

    /// 404, also for what exists but lies outside the account's scope, so that nothing can be probed.
    pub(crate) fn not_found() -> Self {
        let title = Bilingual::new("没有找到，或不在您的管辖范围内", "not found, or outside your scope");
        Self::new(StatusCode::NOT_FOUND, "not_found", title)
    }

    /// 400: a part of the request cannot be understood.
    pub(crate) fn bad_request(code: &str, title: Bilingual) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, title)
    }

    /// 400: a text that is not an id, a time …
    pub(crate) fn unreadable(what: &str, reason: &impl std::fmt::Display) -> Self {
        let title =
            Bilingual::new(format!("{what}无法识别：{reason}"), format!("{what} cannot be read: {reason}"));
        Self::bad_request("unreadable", title)
    }

    /// 400, 405, 413, 415 or 422: the request itself cannot be read, with what the reader said of it.
    pub(crate) fn unreadable_request(status: StatusCode, reason: &str) -> Self {
        let (code, title) = match status {
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", Bilingual::new("不支持该请求方法", "this address takes other methods"))
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("too_large", Bilingual::new("请求内容过大", "the request is too large"))
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported_media_type", Bilingual::new("不支持该内容类型", "the body is of another type"))
            }
            _ => ("unreadable", Bilingual::new("请求格式不正确", "the request cannot be read")),
        };
        match reason.is_empty() {
            true => Self::new(status, code, title),
            false => Self::new(status, code, title).with_detail(Bilingual::new(reason, reason)),
        }
    }

    /// 409: things do not stand so that this can be done.
    pub(crate) fn conflict(code: &str, title: Bilingual) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }

    /// Whether the same may well be answered a moment later.
    pub(crate) fn is_temporary(&self) -> bool {
        self.0.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// 409: somebody else was faster.
    pub(crate) fn version_conflict(current_version: u64) -> Self {
        let title = Bilingual::new("内容已被他人更新", "somebody else has changed this meanwhile");
        let mut error = Self::new(StatusCode::CONFLICT, "version_conflict", title);
        error.0.current_version = Some(current_version);
        error.with_detail(Bilingual::new(
            "您填写的内容没有提交，已保留在本页；请查看最新情况后再提交。",
            "What you typed was not submitted and is still on your page; look at the present state, then submit again.",
        ))
    }

    /// 409: the same idempotency key was used for something else.
    pub(crate) fn command_reused() -> Self {
        let title = Bilingual::new(
            "该请求编号已用于其他操作",
            "this idempotency key has been used for another command",
        );
        Self::new(StatusCode::CONFLICT, "command_reused", title)
    }

    /// 422: the lifecycle refuses the command and says why.
    pub(crate) fn refused(code: &str, title: Bilingual) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, title)
    }

    /// 428: a command without the version it saw.
    pub(crate) fn precondition_required() -> Self {
        let title =
            Bilingual::new("缺少 If-Match 版本号", "the If-Match header with the version seen is missing");
        Self::new(StatusCode::PRECONDITION_REQUIRED, "version_required", title)
    }

    /// 503: storage cannot take it now.
    pub(crate) fn unavailable(cause: &impl std::error::Error) -> Self {
        tracing::error!(error = chain(cause), "storage is unavailable");
        let title = Bilingual::new("存储暂不可用，操作未生效", "storage is unavailable, nothing was changed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "storage_unavailable", title).with_detail(Bilingual::new(
            "查询不受影响；您填写的内容仍在本页，请稍后再提交，并通知管理员检查磁盘空间。",
            "Reading works. What you typed is still on your page: submit it again later, and ask an administrator to look at the disk.",
        ))
    }

    /// 503: the command is in the ledger and holds, but the views cannot follow now.
    pub(crate) fn views_behind(cause: &impl std::error::Error) -> Self {
        tracing::error!(error = chain(cause), "the views cannot follow the ledger");
        let title = Bilingual::new("操作已记录，页面暂时无法更新", "recorded; the pages cannot show it yet");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "views_behind", title).with_detail(Bilingual::new(
            "不需要再次提交，稍后刷新本页即可看到。",
            "There is no need to submit it again; reload the page a little later to see it.",
        ))
    }

    /// 501: this binary has no SQL engine.
    pub(crate) fn without_lab() -> Self {
        let title = Bilingual::new(
            "本服务未包含数据实验室（需以 sql 特性构建）",
            "this server was built without the lab (feature sql)",
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, "lab_missing", title)
    }

    /// 422, or 503 where trying again may help: a query was not answered.
    pub(crate) fn from_lab(refusal: LabRefusal) -> Self {
        let status =
            if refusal.later { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
        let error = Self::new(status, refusal.code, refusal.title);
        match refusal.position {
            None => error,
            Some((line, column)) => error.with_detail(Bilingual::new(
                format!("第{line}行第{column}列"),
                format!("line {line}, column {column}"),
            )),
        }
    }

    /// 500, with the cause in the log only.
    pub(crate) fn internal(cause: &impl std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "request failed");
        let title = Bilingual::new("系统内部错误，操作未生效", "internal error, nothing was changed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title)
    }

    /// With a second sentence: what was kept, what to do.
    #[must_use]
    pub(crate) fn with_detail(mut self, detail: Bilingual) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let answer = *self.0;
        let (detail, detail_en) = answer.detail.map(|d| (d.zh, d.en)).unzip();
        let body = ProblemBody {
            problem_type: "about:blank",
            status: answer.status.as_u16(),
            code: answer.code,
            title: answer.title.zh,
            title_en: answer.title.en,
            detail,
            detail_en,
            current_version: answer.current_version,
        };
        let mut response = (answer.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = answer.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
