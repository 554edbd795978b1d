"""Sending through GOV.UK Notify: free for councils, and it can be asked what it has."""
