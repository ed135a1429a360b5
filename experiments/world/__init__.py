"""The digits of the whole world, drawn for the training of trainedData/wide."""
