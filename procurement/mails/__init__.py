"""The mails of this app: news of an opportunity, digests, and the answers to those who ask for them."""

from collab_portal.mail import kinds
from procurement.mails import asking, digest, engagement, news, outcome


def register() -> None:
    kinds.register("alert", render=news.render, still_wanted=news.still_wanted)
    kinds.register("watch", render=news.render, still_wanted=news.still_wanted)
    kinds.register("engagement", render=engagement.render, still_wanted=engagement.still_wanted)
    kinds.register("outcome", render=outcome.render, still_wanted=outcome.still_wanted)
    kinds.register("digest", render=digest.render, still_wanted=digest.still_wanted)
    kinds.register(
        "confirm-search", render=asking.confirm_search, still_wanted=asking.search_still_wanted, essential=True
    )
    kinds.register("confirm-watch", render=asking.confirm_watch, still_wanted=asking.watch_still_wanted, essential=True)
    kinds.register("manage-link", render=asking.manage_link, still_wanted=asking.manage_still_wanted, essential=True)
