"""Plans for a career.

A request for a plan names positions and skills. The search for the best path answers a request with a plan that it
proves to be the best.

A plan is a path of positions. A position is a role or a stage of a career. A post is a role that a person holds.
"""
