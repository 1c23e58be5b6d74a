// Passkeys: a form with data-passkey is sent once the browser has made one ("add") or shown one.
// What the browser is to be asked stands in the page as JSON (#passkey), or is fetched from where
// the form goes ("sign-in"). Bytes travel as base64url, as WebAuthn's JSON forms have them
// (https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson).
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  // A credential as JSON; what it says of itself depends on whether it was made or shown.
  function written(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function made(form, options) {
    const alone = form.elements.passwordless.checked;
    const publicKey = options.creation_options.publicKey;
    return navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: alone ? "required" : "discouraged",
          requireResidentKey: alone,
          ...(alone ? { userVerification: "required" } : {}),
        },
      },
    });
  }

  async function shown(options) {
    const publicKey = options.request_options.publicKey;
    return navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: known(publicKey.allowCredentials),
      },
    });
  }

  async function fetched(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`answered with ${answer.status}`);
    return answer.json();
  }

  const PROBLEMS = {
    InvalidStateError: "This device has a passkey for this account already.",
    NotAllowedError: "No passkey was used. Try it again.",
    SecurityError: "Passkeys do not work at this address. They need HTTPS and a name, not a number.",
  };

  async function send(form, event) {
    event.preventDefault();
    const problem = form.querySelector(".problem");
    problem.hidden = true;
    try {
      const kind = form.dataset.passkey;
      const options =
        kind === "sign-in" ? await fetched(form) : JSON.parse(document.getElementById("passkey").textContent);
      const credential = await (kind === "add" ? made(form, options) : shown(options));
      form.elements.credential.value = JSON.stringify(written(credential));
      form.submit();
    } catch (error) {
      problem.textContent = PROBLEMS[error.name] || `That did not work: ${error.message}.`;
      problem.hidden = false;
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", (event) => send(form, event));
  }
})();
