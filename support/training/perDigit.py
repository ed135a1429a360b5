"""How well each digit is read, as a table."""

CONFUSIONS = 3


def printTable(evaluation):
    """Print right, total and percent of each digit, and the commonest confusions."""
    print("digit  right  total  percent")
    right = evaluation.confusion.diagonal()
    for digit, (count, total) in enumerate(zip(right, evaluation.totals, strict=True)):
        percent = f"{100 * count / total:.2f}" if total else "-"
        print(f"{digit:5}  {count:5}  {total:5}  {percent:>7}")
    for count, label, answer in evaluation.commonestConfusions(CONFUSIONS):
        print(f"{count} time{'s' * (count > 1)} a {label} was taken for a {answer}")
