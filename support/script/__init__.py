"""What scripts need: options, faults in a sentence, streams, Ctrl-C."""
