"""Which e-mail addresses can belong only to an enterprise's own people: those at a domain of its own."""

from urllib.parse import urlsplit

from collab_portal.accounts.models import Organisation
from enterprises.lookups.tables import rows

# Shared: anybody can have an address there, or many organisations are below it. Public: its people are officers of a
# public body, from which a social enterprise is independent. Suffix: by itself it belongs to nobody.
NOBODYS = {row["domain"]: row["why"] for row in rows("shared_domains.csv")}


def own_domains(organisation: Organisation) -> list[str]:
    """The domains of its website and of its role mailbox, without those that others share."""
    named = [_of_website(organisation.website), _of_address(organisation.mailbox)]
    return list(dict.fromkeys(domain for domain in named if domain and _is_own(domain)))


def is_own_address(address: str, organisation: Organisation) -> bool:
    """Whether the address is exactly at one of its own domains. A subdomain may be somebody else's."""
    return _of_address(address) in own_domains(organisation)


def public_domain(organisation: Organisation) -> str:
    """The domain that may be named on a page: the website's. The mailbox is not printed."""
    domain = _of_website(organisation.website)
    return domain if domain and _is_own(domain) else ""


def _of_website(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # brackets that are no address
        return ""
    return _plain(host.removeprefix("www."))


def _of_address(address: str) -> str:
    return _plain(address.rpartition("@")[2]) if "@" in address else ""


def _plain(domain: str) -> str:
    """In the spelling of the name system, so that what looks alike but is not stays different."""
    try:
        return domain.strip().rstrip(".").lower().encode("idna").decode()
    except UnicodeError:
        return ""


def _is_own(domain: str) -> bool:
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or domain in NOBODYS:
        return False
    above = [".".join(labels[start:]) for start in range(1, len(labels))]
    return not any(NOBODYS.get(each) in ("shared", "public") for each in above)
