"""The token that each request to GOV.UK Notify carries: who asks, and when, signed with the secret part of our key."""

import time

import jwt

UUID_LENGTH = 36  # a key is NAME-SERVICE-SECRET, and the name may hold hyphens too


def token(api_key: str) -> str:
    """A new one, which the service believes for 30 seconds."""
    service, secret = api_key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1], api_key[-UUID_LENGTH:]
    return jwt.encode({"iss": service, "iat": int(time.time())}, secret, algorithm="HS256")
