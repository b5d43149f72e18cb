"""Who works here: invite, sign in, second step, hand the screen over, disable.

Verbs on an open session; none commits and none knows HTTP.

- ``sign_ins``        rows behind the cookie: begin, change, end
- ``links``           addresses that work once: make, look, use
- ``passwords``       pure: judge, hash and compare
- ``inviting``        who may invite whom;  ``accepting`` what becomes of it
- ``admitting``       by who runs the machine, when nobody else is there or can
- ``signing_in``      by password or by mail link; a new password
- ``second_step``     the code of an authenticator app
- ``single_sign_on``  by the provider of the place where they work (OpenID Connect)
- ``own_account``     what everybody changes of their own account
- ``managing``        a lead's work: teams, moving, disabling, counts
- ``handing_over``    a screen in a person's hands;  ``cards`` a person's own way in
"""
