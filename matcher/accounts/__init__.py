"""Who works here: invite, sign in, second step, hand the screen over, disable.

Verbs on an open session; none commits and none knows HTTP.

- ``sign_ins``      rows behind the cookie: begin, change, end
"""
