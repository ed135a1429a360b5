/* What the lessons say, in English. title and how are those of docs/lessons.md; {…} stand for values that the
page computes, *…* for its own labels. */

const LESSONS_IN_ENGLISH = {
    1: {
        title: "Ten activations, one answer, one cost",
        how: "447 at *Test image*; the cost is in *One learning step*, after *Forward ▶*.",
        question:
            "The network reads this {label} as a {answer}. What is the image's cost C = Σ (a − t)², to "
            + "two decimals?",
        hint:
            "t is 1 for output neuron {label} and 0 for the nine others: take t from each activation, "
            + "square, and add up the ten squares.",
        explanation:
            "Nearly all of it comes from two neurons: {labelsTerm}, because neuron {label} says {ofLabel} "
            + "instead of 1, and {answersTerm}, because neuron {answer} says {ofAnswer} instead of 0. The "
            + "activations aren't probabilities: they don't add up to 1.",
    },
    4: {
        title: "What one weight does",
        how:
            "447 at *Test image*; touch output neuron 9, and in *Break it, save it* lower its weight from "
            + "neuron 3 of hidden layer 2 by 1. The cost is in *One learning step*, after *Forward ▶*.",
        question:
            "The cost C was {cost}, and its slope along this weight is {slope}. What is C now, to four "
            + "decimals?",
        hint:
            "Check that the weight is the one from neuron {neuron} of hidden layer {layer} to output neuron "
            + "{answer}, that it is lower by exactly 1, and that nothing else was changed.",
        explanation:
            "The slope promises {cost} − {slope} = {promised}, but only for a tiny step: on the way, the "
            + "slope itself changes. It came to {after}.",
    },
    5: {
        title: "One step by hand",
        how: "447 at *Test image*, then *One learning step*, and *Forward ▶* from equation to equation.",
        question:
            "At output neuron {answer}, a is {a}, and δ = a (1 − a) · 2 (a − t) is {delta}. If the network "
            + "were even surer of the wrong answer, with a = {surer}, what would δ be, to four decimals?",
        hint: "Put {surer} for a in the equation; t is 0, because the answer is wrong.",
        explanation:
            "{surer} · {rest} · 2 · {surer} = {after}: {times} times less than before. An output that is "
            + "wrong but sure learns slowly, because σ is flat there.",
    },
    7: {
        title: "A sure answer to nothing",
        how: "*Noise*, as often as you like; and in *All test images*, *Noise, 10,000 times*.",
        question:
            "What share of ten thousand pictures of pure noise gets an activation above 0.5, to the "
            + "nearest percent?",
        hint: "Count the sure answers, not those that look right: none does. The button counts for you.",
        explanation:
            "{sure} %; the network says {first} to {share} % of them, and {second} to nearly all of the "
            + "others. Nobody told it that it shouldn't: every training image is a digit, the cost of a "
            + "picture that isn't one is never computed, and there is no output for “none”.",
    },
    8: {
        title: "Sum and mean",
        how:
            "*Train from scratch*, with *gradients* as *sum* and as *mean*, and other rates at *learning "
            + "rate*.",
        question:
            "Now mini-sets of {images} images. At which learning rate does their mean move the weights as "
            + "far in an epoch as the paper's sum does at {rate}?",
        hint:
            "The mean is the sum divided by {images}: how large must the rate be, so that each image moves "
            + "the weights by {rate} times its gradient?",
        explanation:
            "The mean is the sum divided by {images}, so each image moves the weights by {number} / "
            + "{images} = {rate} times its gradient, as in the paper's program.",
    },
    9: {
        title: "A rate too high",
        how: "*Train from scratch* with 0.3 at *learning rate*.",
        question:
            "Where does the cost per image end up? Compute it from the ten activations: all are 0.0000.",
        hint: "One of the ten outputs should be 1, the nine others 0: what does each add to Σ (a − t)²?",
        explanation:
            "{number}: nine outputs are 0 as they should be, the tenth should be 1: so the cost is "
            + "(0 − 1)², whatever the image. σ is flat there, δ is 0, and nothing brings the neurons back.",
    },
    10: {
        title: "Take one neuron away",
        how:
            "touch neuron 3 of hidden layer 2, then *Switch the neuron off* in *Break it, save it*; *All "
            + "test images* has the counts.",
        question: "How many of the {total} images of a {label} are now taken for a {answer}?",
        hint: "Switch off this neuron alone, and look at the lines below the table of *All test images*.",
        explanation:
            "{number}, and {right} of the {total} are read as a {label}; of all test images {accuracy} % "
            + "are right. This neuron tells a {label} from a {answer}. Which neuron is missed least?",
    },
    11: {
        title: "Which digits are confused, and why?",
        how:
            "*Next mistake* of a 4 taken for a 9, and *Why not a 3?* with the digit of the label; touch "
            + "neuron 3 of hidden layer 2, and *A neuron* shows its activation.",
        question:
            "{count} times a {label} is taken for a {answer}. What is the average activation of neuron "
            + "{neuron} of hidden layer {layer} in these images, to two decimals?",
        hint:
            "Add up the activations of neuron {neuron} in the {count} images, and divide by {count}. Share "
            + "the images out among you.",
        explanation:
            "{number}, and {right} in the images of a {label} that are read correctly. The neuron speaks for "
            + "the {label}, but too softly: these are images that it hardly recognises, because their top is "
            + "nearly closed, say. Without it, in lesson 10, that happens to nearly every {label}.",
    },
};
