"""What makes a mail one mail: the same person, the same opportunity in the same version, the same kind."""


def news_key(kind: str, subscriber: int, opportunity: int, version: int) -> str:
    return f"{kind}/{subscriber}/{opportunity}/{version}"


def digest_key(subscriber: int, run: str) -> str:
    return f"digest/{subscriber}/{run}"
