// The certified OpenID provider of the tests: node certified.mjs '{"port", "secret", "portal"}'
// One server, two clients: `plain`, and `sealed` in the shape of itsme. Says `ready` when it is.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { port, secret, portal } = JSON.parse(process.argv[2]);
const NUMBER = "http://itsme.services/v2/claim/BENationalNumber";
const LEVELS = ["http://itsme.services/v2/claim/acr_basic", "http://itsme.services/v2/claim/acr_advanced"];
const [signing] = [generateKeyPairSync("rsa", { modulusLength: 2048 })]
  .map(({ privateKey }) => ({ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }));

const client = (name, own) => ({
  client_id: name,
  redirect_uris: [`${portal}/sign-in/${name}/callback`],
  post_logout_redirect_uris: ["nl", "fr", "de", "en"].map((language) => `${portal}/${language}/signed-out`),
  backchannel_logout_uri: `${portal}/sign-in/${name}/backchannel`,
  backchannel_logout_session_required: true,
  ...own,
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client("plain", { client_secret: secret, token_endpoint_auth_method: "client_secret_basic" }),
    client("sealed", {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "RS256",
      jwks_uri: `${portal}/.well-known/jwks.json`,
      require_pushed_authorization_requests: true,
      id_token_encrypted_response_alg: "RSA-OAEP-256",
      id_token_encrypted_response_enc: "A128CBC-HS256",
      userinfo_signed_response_alg: "RS256",
      userinfo_encrypted_response_alg: "RSA-OAEP-256",
      userinfo_encrypted_response_enc: "A128CBC-HS256",
    }),
  ],
  acrValues: LEVELS,
  claims: { openid: ["sub", NUMBER], profile: ["family_name", "given_name", "locale"] },
  cookies: { keys: [secret] },
  enabledJWA: {
    idTokenEncryptionAlgValues: ["RSA-OAEP-256"],
    userinfoEncryptionAlgValues: ["RSA-OAEP-256"],
  },
  features: {
    backchannelLogout: { enabled: true },
    devInteractions: { enabled: false },
    encryption: { enabled: true },
    jwtUserinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<h1>Sign out?</h1>${form.replace("</form>", "<button>Yes</button></form>")}`;
      },
    },
  },
  // The number is how the person signs in; the subject hides it.
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, [NUMBER]: Buffer.from(id, "base64url").toString() }),
  }),
  // Its own guard would not let it call anybody on this machine.
  fetch: (address, { dispatcher, ...options }) => fetch(address, options),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  jwks: { keys: [signing] },
  pkce: { required: () => true },
  ttl: { AccessToken: 300, Grant: 3600, IdToken: 300, Interaction: 300, Session: 3600 },
});

const sent = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
};

const interact = async (request, response) => {
  const { params, prompt, uid } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<h1>Who are you?</h1><p>asked: ${prompt.name} ${params.acr_values} ${params.prompt}</p>
      <form method="post" action="/interaction/${uid}"><input name="number"><input name="level"></form>`);
    return;
  }
  const form = await sent(request);
  const accountId = Buffer.from(form.get("number")).toString("base64url");
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  const login = { accountId, acr: LEVELS[Number(form.get("level"))] };
  await provider.interactionFinished(request, response, { login, consent });
};

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  return interact(request, response).catch((fault) => {
    console.error(fault);
    response.writeHead(500).end();
  });
}).listen(port, "127.0.0.1", () => console.log("ready"));
