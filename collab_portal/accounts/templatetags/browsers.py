"""What people call the browser that names itself in fifteen words."""

from django import template
from django.utils.translation import gettext

register = template.Library()

# In this order: Edge says that it is Chrome, Chrome that it is Safari, an iPhone that it is like a Mac.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome")]
BROWSERS += [("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac")]
SYSTEMS += [("CrOS", "ChromeOS"), ("Linux", "Linux")]


@register.filter
def browser(user_agent: str) -> str:
    """Firefox on Windows; what it says itself where we do not know it."""
    name = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if name and system:
        return gettext("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or user_agent or gettext("Unknown browser")
