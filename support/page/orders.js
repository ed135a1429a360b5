/* Orders to the Trainer or the PhotoReader, which work in a worker, or here if there is none. */

class Orders {
    /** Ordered is a class, which the files named scripts hold with all that it needs. onNews(news) is called
    with all that it reports. */
    constructor(Ordered, scripts, onNews) {
        Object.assign(this, {Ordered, scripts, onNews});
        this.waiting = new Map(); // {resolve, message} of the orders not yet done, by number
        this.number = 0;
        this.send = null; // once there is the data
    }
    /** Start it with the data that it needs, and pass on what was ordered before. */
    start(data) {
        const begin = (send) => {
            this.send = send;
            const orders = Array.from(this.waiting.values(), ({message}) => message);
            for (const message of [{order: "data", ...data}, ...orders]) send(message);
        };
        const here = (ordered = new this.Ordered((news) => this.hear(news))) =>
            begin((message) => setTimeout(() => ordered[message.order](message)));
        const source = `${this.scripts.map((name) => byId(`${name}.js`).textContent).join("\n")}
            const ordered = new ${this.Ordered.name}((news) => postMessage(news));
            onmessage = ({data}) => ordered[data.order](data);`;
        try {
            const worker = new Worker(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
            worker.onmessage = ({data: news}) => this.hear(news);
            worker.onerror = () => here();
            begin((message) => worker.postMessage(message, message.bitmap ? [message.bitmap] : []));
        } catch {
            // no workers in this browser, or not in a page from a file
            here();
        }
    }
    hear(news) {
        this.onNews(news);
        if (!news.done) return;
        this.waiting.get(news.number)?.resolve(news);
        this.waiting.delete(news.number);
    }
    /** Give an order; a promise of its last news. Its number is this.number. */
    order(message) {
        const numbered = {...message, number: ++this.number};
        return new Promise((resolve) => {
            this.waiting.set(numbered.number, {resolve, message: numbered});
            this.send?.(numbered);
        });
    }
    stop() {
        this.send?.({order: "stop"});
    }
}
