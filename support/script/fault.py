"""The one exception that is meant for the user."""


class Fault(Exception):
    """Something that the user can mend: one sentence that says what is wrong and what to do."""


def reason(error):
    """Why an OSError happened, in the system's words and without its number: 'No such file …'."""
    return error.strerror or str(error)
