"""Plans for a career.

A request names positions and skills. The exact search answers a request with a plan.

A plan is a path of positions. A position is a role or a stage of a career. A post is a role that a person holds.
"""
