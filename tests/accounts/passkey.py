"""A passkey made of software: it answers what the portal asks, as a phone or a key would."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://testserver"
PRESENT, VERIFIED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV


class Passkey:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = b"a passkey made for a test"
        self.user_handle = ""

    def register(self, options: dict) -> dict:
        """The answer to "make a key for this site"."""
        asked = options["creation_options"]["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        described = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        flags = PRESENT | VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(asked["rp"]["id"].encode()), flags, 0, described)
        client_data = CollectedClientData.create("webauthn.create", asked["challenge"], ORIGIN)
        answer = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        return self._credential(client_data, answer) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(self, options: dict, *, with_key=None) -> dict:
        """The answer to "prove that you have the key"."""
        asked = options["request_options"]["publicKey"]
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()), PRESENT | VERIFIED, 1)
        client_data = CollectedClientData.create("webauthn.get", asked["challenge"], ORIGIN)
        signature = (with_key or self.key).sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        answer = {
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user_handle,
        }
        return self._credential(client_data, answer)

    def _credential(self, client_data: CollectedClientData, answer: dict) -> dict:
        name = websafe_encode(self.credential_id)
        response = {"clientDataJSON": websafe_encode(client_data), **answer}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
