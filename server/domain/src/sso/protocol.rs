//! What is said to a provider, and what is believed of its answers.

use super::factor;
use crate::{
    fetch::{Method, Request, Unfetched},
    platform::Platform,
};
use model::time::Timestamp;
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, Client,
    ClientId, ClientSecret, CsrfToken, DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType,
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
    http,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

/// The most bytes of what a provider answers.
const MAX_BYTES: usize = 512 * 1024;
/// How a token may be signed: by a key that the provider alone has.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];
/// What is asked for; `groups` where the provider knows it.
const SCOPES: [&str; 2] = ["email", "profile"];
const GROUPS: &str = "groups";

/// Claims that we do not know beforehand, the groups among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct More {
    #[serde(flatten)]
    all: HashMap<String, Value>,
}

impl AdditionalClaims for More {}

type Fields = IdTokenFields<
    More,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type OurClient = Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a provider is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It is not asked: its address is not one that anything is fetched from.
    OffLimits,
    /// It does not answer.
    Unreachable,
    /// It answers, and is no provider of this name.
    NotAProvider,
    /// It does not take our secret.
    ClientRefused,
    /// It does not take the code that it gave.
    CodeRefused,
    /// Its token does not hold.
    Untrusted,
}

/// A provider that can be asked.
pub(super) struct Provider<'a> {
    platform: &'a Platform,
    client: OurClient,
    knows_groups: bool,
}

/// What is kept until somebody comes back.
pub(super) struct Leaving {
    /// Where to.
    pub url: String,
    /// What comes back with them.
    pub state: String,
    /// What has to be in the token.
    pub nonce: String,
    /// What proves that it is us who ask for the token.
    pub verifier: String,
}

/// Whom a provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// Its name for them.
    pub subject: String,
    /// Their address, unless the provider says that it is not theirs.
    pub email: Option<String>,
    /// Whether they have shown a second factor there.
    pub has_factor: bool,
    /// Claims.
    pub claims: HashMap<String, Value>,
}

impl<'a> Provider<'a> {
    /// Reads what a provider says of itself.
    pub(super) async fn discover(
        platform: &'a Platform,
        issuer: &str,
        (client_id, client_secret): (&str, &str),
    ) -> Result<Self, Failure> {
        let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|_| Failure::NotAProvider)?;
        let ask = |request| fetch(platform.clone(), request);
        let metadata = CoreProviderMetadata::discover_async(issuer, &ask)
            .await
            .map_err(|cause| match cause {
                DiscoveryError::Request(cause) => failure(cause),
                _ => Failure::NotAProvider,
            })?;
        let callback = format!("{}/sign-in/callback", platform.url());
        let callback = RedirectUrl::new(callback).map_err(|_| Failure::NotAProvider)?;
        let scopes = metadata.scopes_supported();
        let knows_groups = scopes.is_some_and(|all| all.iter().any(|scope| **scope == GROUPS));
        let auth = auth_type(&metadata);
        let id = ClientId::new(client_id.to_owned());
        let secret = ClientSecret::new(client_secret.to_owned());
        let client = OurClient::from_provider_metadata(metadata, id, Some(secret))
            .set_redirect_uri(callback)
            .set_auth_type(auth);
        Ok(Self {
            platform,
            client,
            knows_groups,
        })
    }

    /// Where somebody is sent, with what they have to bring back.
    pub(super) fn leave(&self) -> Leaving {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = SCOPES
            .into_iter()
            .chain(self.knows_groups.then_some(GROUPS));
        let (url, state, nonce) = self
            .client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();
        Leaving {
            url: url.to_string(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        }
    }

    /// Asks for the token that a code is good for, and checks it: by whom, for whom, for which
    /// visit, until when.
    pub(super) async fn redeem(
        &self,
        code: &str,
        verifier: String,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Person, Failure> {
        let ask = |request| fetch(self.platform.clone(), request);
        let tokens = self
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Failure::NotAProvider)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&ask)
            .await
            .map_err(|cause| match cause {
                RequestTokenError::ServerResponse(answer) => match answer.error() {
                    CoreErrorResponseType::InvalidClient
                    | CoreErrorResponseType::UnauthorizedClient => Failure::ClientRefused,
                    _ => Failure::CodeRefused,
                },
                RequestTokenError::Request(cause) => failure(cause),
                _ => Failure::NotAProvider,
            })?;
        let token = tokens.id_token().ok_or(Failure::Untrusted)?;
        let time = chrono::DateTime::from_timestamp_millis(now.as_millis()).unwrap_or_default();
        let checker = self
            .client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || time);
        let claims = token
            .claims(&checker, &Nonce::new(nonce.to_owned()))
            .map_err(|_| Failure::Untrusted)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|_| Failure::Untrusted)?;
            let key = token
                .signing_key(&checker)
                .map_err(|_| Failure::Untrusted)?;
            let own = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
            if own.ok().as_ref() != Some(expected) {
                return Err(Failure::Untrusted);
            }
        }
        let is_theirs = claims.email_verified() != Some(false);
        let email = claims.email().filter(|_| is_theirs);
        let methods = claims.auth_method_refs().map_or(&[][..], Vec::as_slice);
        Ok(Person {
            subject: claims.subject().as_str().to_owned(),
            email: email.map(|email| email.as_str().to_owned()),
            has_factor: factor::is_second(methods.iter().map(|method| method.as_str())),
            claims: claims.additional_claims().all.clone(),
        })
    }
}

/// How we show our secret: in the header, unless the provider takes it in the body alone.
fn auth_type(metadata: &CoreProviderMetadata) -> AuthType {
    match metadata.token_endpoint_auth_methods_supported() {
        Some(all)
            if all.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !all.contains(&CoreClientAuthMethod::ClientSecretBasic) =>
        {
            AuthType::RequestBody
        }
        _ => AuthType::BasicAuth,
    }
}

const fn failure(cause: Unfetched) -> Failure {
    match cause {
        Unfetched::Forbidden | Unfetched::Malformed => Failure::OffLimits,
        Unfetched::Unknown
        | Unfetched::Unreachable
        | Unfetched::TooSlow
        | Unfetched::TooBig
        | Unfetched::TooManyRedirects => Failure::Unreachable,
    }
}

/// The library's requests by our own way out. It follows no redirect: what a provider answers is
/// believed because of its address.
async fn fetch(platform: Platform, request: HttpRequest) -> Result<HttpResponse, Unfetched> {
    let (parts, body) = request.into_parts();
    let url: Url = parts
        .uri
        .to_string()
        .parse()
        .map_err(|_| Unfetched::Malformed)?;
    let headers = parts.headers.iter();
    let headers = headers
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let answer = platform
        .fetcher()
        .fetch(Request {
            method: match parts.method {
                http::Method::POST => Method::Post,
                _ => Method::Get,
            },
            url,
            headers: headers.collect(),
            body,
            max_redirects: 0,
            max_bytes: MAX_BYTES,
        })
        .await?;
    let mut response = http::Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body).map_err(|_| Unfetched::Malformed)
}
