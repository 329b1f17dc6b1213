"""Plans for a career.

A request for a plan names positions and skills. The search answers a request with a plan, and proves that the plan is
the best.

A plan is a path of positions. A position is a role or a stage of a career. A post is a role that a person holds.
"""
