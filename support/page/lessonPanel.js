/* The lessons: a question, the controls that it needs framed, a box for the number, a hint after a wrong one,
the explanation after the right one. The browser remembers which lessons are done. */

const KEPT = "lessons"; // the name in the browser's store

class LessonPanel {
    /** orders computes what takes long; openPanel(id) opens the panel that a lesson needs. */
    constructor(state, orders, openPanel) {
        Object.assign(this, {
            state,
            orders,
            openPanel,
            lesson: null,
            expected: null,
            before: null,
            said: null,
        });
        this.done = kept(); // {answer, tries} of the lessons answered correctly, by number
        this.tries = 0;
        byId("lessonList").append(
            ...LESSONS.map(({id}) =>
                element("button", {type: "button", id: `lesson${id}`, "data-lesson": id}),
            ),
        );
        for (const {id} of LESSONS) onEvent(`lesson${id}`, "click", () => this.begin(id));
        onClicks({
            lessons: () => this.toggle(),
            nextLesson: () => this.begin(this.next()),
            weightsBack: () => this.giveBack(),
            goThere: () => this.goThere(),
            answers: () => this.showAnswers(),
            copyAnswers: () => this.copyAnswers(),
            printAnswers: () => print(),
        });
        onEvent("numberForm", "submit", (event) => {
            event.preventDefault();
            this.check();
        });
        onEvent("pupil", "input", () => this.paintAnswers());
    }
    get texts() {
        return (language === "es" ? LESSONS_IN_SPANISH : LESSONS_IN_ENGLISH)[this.lesson.id];
    }
    toggle(isOpen = byId("lessonPanel").hidden) {
        byId("lessonPanel").hidden = !isOpen;
        byId("lessons").setAttribute("aria-expanded", isOpen);
        if (!isOpen) this.frame([]);
        else if (!this.lesson && this.state.data) this.begin(this.next(0));
        else this.speak();
    }
    /** The lesson after this one that isn't done, or else the one that follows. */
    next(id = this.lesson.id) {
        const ordered = [
            ...LESSONS.filter((each) => each.id > id),
            ...LESSONS.filter((each) => each.id <= id),
        ];
        return (ordered.find((each) => !this.done[each.id]) ?? ordered[0]).id;
    }
    /** Begin a lesson with the trained weights; others are put aside, to be given back. */
    begin(id) {
        const {state} = this;
        if (state.origin !== "trained") {
            this.before = {layers: structuredClone(plainLayers(state.network)), origin: state.origin};
            state.useLayers(trainedLayers(), "trained");
        }
        Object.assign(this, {
            lesson: LESSONS.find((each) => each.id === id),
            said: null,
            tries: 0,
            expected: null,
        });
        byId("number").value = "";
        byId("lessonAnswers").hidden = true;
        state.look({chosen: null, hovered: null});
        const trained = new Trained(state.data, this.orders);
        const {lesson} = this,
            hasNeuron = trained.layers.length > 1 && trained.layers.at(-1).weights[0].length > NEURON;
        this.fits = hasNeuron || !lesson.hasNeuron;
        this.computed = this.fits ? Promise.resolve(lesson.expected(trained)) : new Promise(() => {});
        this.computed.then((expected) => {
            if (this.lesson === lesson) this.expected = expected;
            this.speak();
        });
        this.frame([...lesson.controls, `${lesson.panel}Tab`]);
        this.speak();
        byId("lessonTitle").focus();
    }
    frame(ids) {
        for (const part of all(".framed")) part.classList.remove("framed");
        for (const id of ids) byId(id).classList.add("framed");
    }
    goThere() {
        this.openPanel(this.lesson.panel);
        const control = this.lesson.controls
            .map(byId)
            .find((part) => part.checkVisibility() && !part.disabled);
        control.scrollIntoView({block: "center"});
        control.focus();
    }
    giveBack() {
        this.state.useLayers(this.before.layers, this.before.origin);
        this.before = null;
        this.speak();
    }
    /** Say whether the number typed is right, and a hint or the explanation. */
    async check() {
        const {lesson} = this,
            typed = byId("number").value,
            number = typedNumber(typed);
        const expected = await this.computed;
        if (lesson !== this.lesson) return;
        if (Number.isNaN(number)) this.said = "noNumber";
        else {
            this.tries++;
            this.said = isRight(number, expected.number, lesson.decimals) ? "rightNumber" : "wrongNumber";
        }
        if (this.said === "rightNumber") {
            this.done[lesson.id] = {answer: typed.trim(), tries: this.tries};
            keep(this.done);
        }
        this.speak();
    }
    /** Everything that the panel says, in the language chosen. */
    speak() {
        for (const {id} of LESSONS) {
            const part = byId(`lesson${id}`),
                isDone = Boolean(this.done[id]);
            part.textContent = `${id}${isDone ? " ✓" : ""}`;
            part.setAttribute(
                "aria-label",
                `${id}${isDone ? " ✓" : ""}: ${text(isDone ? "lessonDone" : "lesson", id)}`,
            );
            part.setAttribute("aria-current", String(this.lesson?.id === id));
        }
        byId("lesson").hidden = !this.lesson || !byId("lessonAnswers").hidden;
        this.paintAnswers();
        if (!this.lesson) return;
        const {texts, expected, said} = this,
            values = expected?.values;
        const say = (id, words) => {
            byId(id).textContent = words;
        };
        say("lessonTitle", `${this.lesson.id}. ${texts.title}`);
        byId("lessonHow").replaceChildren(...emphasised(texts.how));
        say(
            "lessonQuestion",
            !this.fits ? text("lessonUnfit") : values ? filled(texts.question, values) : text("measuring"),
        );
        for (const id of ["numberForm", "goThere"]) byId(id).hidden = !this.fits;
        byId("lessonHow").hidden = !this.fits;
        byId("replaced").hidden = this.before === null;
        const told = {rightNumber: texts.explanation, wrongNumber: texts.hint, noNumber: ""}[said] ?? "";
        byId("lessonSaid").className = said ?? "";
        byId("lessonSaid").replaceChildren(
            ...emphasised(said && values ? `${text(said)} ${filled(told, values)}` : ""),
        );
        byId("nextLesson").hidden = said !== "rightNumber" && this.fits;
    }
    showAnswers() {
        byId("lessonAnswers").hidden = !byId("lessonAnswers").hidden;
        this.speak();
    }
    paintAnswers() {
        const lines = LESSONS.filter(({id}) => this.done[id]).map(({id}) => {
            const {answer, tries} = this.done[id],
                texts = language === "es" ? LESSONS_IN_SPANISH : LESSONS_IN_ENGLISH;
            const said = text(tries === 1 ? "answeredAtOnce" : "answered", answer, tries);
            return `${id}. ${texts[id].title}\n   ${said}`;
        });
        const all = text("answersDone", Object.keys(this.done).length, LESSONS.length);
        byId("answerText").textContent = [
            text("title"),
            `${text("pupilsName")}: ${byId("pupil").value}`,
            all,
            ...lines,
        ].join("\n");
    }
    /** Copy them; a browser that doesn't allow that at least has them selected. */
    async copyAnswers() {
        getSelection().selectAllChildren(byId("answerText"));
        try {
            await navigator.clipboard.writeText(byId("answerText").textContent);
        } catch {
            document.execCommand("copy");
        }
        byId("copied").textContent = text("copied");
    }
}

/** The text; what is between asterisks (the page's labels) in bold. */
const emphasised = (words) =>
    words === "" ? [] : words.split("*").map((part, i) => (i % 2 ? element("b", {}, part) : part));

/** What the browser has kept of the lessons. */
function kept() {
    try {
        const found = JSON.parse(localStorage.getItem(KEPT)) ?? {};
        return Object.fromEntries(
            LESSONS.filter(
                ({id}) => typeof found[id]?.answer === "string" && Number.isInteger(found[id].tries),
            ).map(({id}) => [id, found[id]]),
        );
    } catch {
        // this browser has no store, or something else is in it
        return {};
    }
}

function keep(done) {
    try {
        localStorage.setItem(KEPT, JSON.stringify(done));
    } catch {
        /* a browser that keeps nothing: they are lost when the page is closed */
    }
}
