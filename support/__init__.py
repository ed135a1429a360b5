"""All that the paper leaves to libraries or does in passing: a folder per subject, a module per purpose.

script      what scripts need: options, faults in a sentence, Ctrl-C      (imports none of the others)
data        the data set: MNIST's files, and others like them              (script)
weights     weights on disk                                               (script)
training    a training's mini-sets, its log and its results               (script, data)
shown       the prompt, the terminal's pictures, windows, figures         (all above)
ownDigits   your own handwriting                                          (all above)
page        the network as a web page                                     (script, data)
"""
