"""What all tests share: Hypothesis draws the same examples everywhere, however long compiling takes."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", deadline=None)  # pytest --hypothesis-profile=explore looks further
settings.load_profile("steady")
