/* What the lessons say, in Spanish. title and how are those of docs/lessons.es.md; {…} stand for values that
the page computes, *…* for its own labels. */

const LESSONS_IN_SPANISH = {
    1: {
        title: "Diez activaciones, una respuesta, un coste",
        how: "447 en *Imagen de prueba*; el coste está en *Un paso de aprendizaje*, después de *Adelante ▶*.",
        question:
            "La red lee este {label} como un {answer}. ¿Cuánto es el coste C = Σ (a − t)² de la imagen, "
            + "con dos decimales?",
        hint:
            "t es 1 para la neurona de salida {label} y 0 para las otras nueve: resta t a cada "
            + "activación, eleva al cuadrado y suma los diez cuadrados.",
        explanation:
            "Casi todo viene de dos neuronas: {labelsTerm}, porque la {label} dice {ofLabel} en vez de 1, "
            + "y {answersTerm}, porque la {answer} dice {ofAnswer} en vez de 0. Las activaciones no son "
            + "probabilidades: no suman 1.",
    },
    4: {
        title: "Qué hace un peso",
        how:
            "447 en *Imagen de prueba*; toca la neurona de salida 9, y en *Estropéala y guárdala* baja en "
            + "1 su peso desde la neurona 3 de la capa oculta 2. El coste está en *Un paso de aprendizaje*, "
            + "después de *Adelante ▶*.",
        question:
            "El coste C era {cost}, y su pendiente respecto a ese peso es {slope}. ¿Cuánto es C ahora, "
            + "con cuatro decimales?",
        hint:
            "Comprueba que el peso sea el de la neurona {neuron} de la capa oculta {layer} a la neurona de "
            + "salida {answer}, que haya bajado exactamente 1, y que nada más haya cambiado.",
        explanation:
            "La pendiente promete {cost} − {slope} = {promised}, pero solo vale para un paso diminuto: por "
            + "el camino, la propia pendiente cambia. El resultado fue {after}.",
    },
    5: {
        title: "Un paso a mano",
        how:
            "447 en *Imagen de prueba*, después *Un paso de aprendizaje*, y *Adelante ▶* ecuación por "
            + "ecuación.",
        question:
            "En la neurona de salida {answer}, a es {a}, y δ = a (1 − a) · 2 (a − t) es {delta}. Si la "
            + "red estuviera aún más segura de la respuesta equivocada, con a = {surer}, ¿cuánto sería δ, "
            + "con cuatro decimales?",
        hint: "Pon {surer} en lugar de a en la ecuación; t es 0, porque la respuesta es errónea.",
        explanation:
            "{surer} · {rest} · 2 · {surer} = {after}: {times} veces menos que antes. Una salida "
            + "equivocada, pero muy segura, aprende despacio, porque allí σ es plana.",
    },
    7: {
        title: "Muy segura, sin nada que leer",
        how: "*Ruido*, cuantas veces quieras; y en *Todas las imágenes*, *Ruido, 10\u00a0000 veces*.",
        question:
            "¿Qué porcentaje de diez mil imágenes de puro ruido recibe una activación de más de 0.5, sin "
            + "decimales?",
        hint:
            "Cuenta las respuestas seguras, no las que parecen correctas: ninguna lo parece. El botón cuenta "
            + "por ti.",
        explanation:
            "El {sure} %; la red dice {first} al {share} % de ellas, y {second} a casi todas las demás. "
            + "Nadie le dijo que no debía responder: todas las imágenes de entrenamiento son cifras, nunca "
            + "se calcula el coste de una imagen que no lo sea, y no hay salida para «ninguna».",
    },
    8: {
        title: "Suma y media",
        how:
            "*Entrenar desde cero*, con *gradientes* en *suma* y en *media*, y otras tasas en *tasa de "
            + "aprendizaje*.",
        question:
            "Ahora, mini-sets de {images} imágenes. ¿Con qué tasa de aprendizaje mueve su media los pesos en "
            + "una época tanto como la suma del trabajo con {rate}?",
        hint:
            "La media es la suma entre {images}: ¿qué tasa hace falta para que cada imagen mueva los pesos "
            + "en {rate} veces su gradiente?",
        explanation:
            "La media es la suma entre {images}, así que cada imagen mueve los pesos en {number} / {images} "
            + "= {rate} veces su gradiente, como en el programa del trabajo.",
    },
    9: {
        title: "Una tasa demasiado alta",
        how: "*Entrenar desde cero* con 0.3 en *tasa de aprendizaje*.",
        question:
            "¿En cuánto se queda el coste por imagen? Calcúlalo con las diez activaciones: todas son "
            + "0.0000.",
        hint:
            "Una de las diez salidas debería ser 1, y las otras nueve 0: ¿qué aporta cada una a Σ (a − "
            + "t)²?",
        explanation:
            "{number}: nueve salidas son 0, como deben; la décima debería ser 1, así que el coste es (0 − "
            + "1)², sea cual sea la imagen. Allí σ es plana, δ es 0, y nada hace volver a las neuronas.",
    },
    10: {
        title: "Quita una neurona",
        how:
            "toca la neurona 3 de la capa oculta 2, y después *Apagar la neurona* en *Estropéala y "
            + "guárdala*; en *Todas las imágenes* está la cuenta.",
        question: "¿Cuántas de las {total} imágenes de un {label} se toman ahora por un {answer}?",
        hint: "Apaga solo esa neurona, y mira las líneas bajo la tabla de *Todas las imágenes*.",
        explanation:
            "{number}, y {right} de las {total} se leen como un {label}; de todas las imágenes de prueba "
            + "acierta el {accuracy} %. Esta neurona distingue un {label} de un {answer}. ¿Qué neurona se "
            + "echa menos en falta?",
    },
    11: {
        title: "¿Qué cifras se confunden, y por qué?",
        how:
            "*Siguiente error* de un 4 tomado por un 9, y *¿Por qué no un 3?* con la cifra de la etiqueta; "
            + "toca la neurona 3 de la capa oculta 2, y *Una neurona* muestra su activación.",
        question:
            "{count} veces un {label} se toma por un {answer}. ¿Cuánto vale en ellas, de media, la "
            + "activación de la neurona {neuron} de la capa oculta {layer}, con dos decimales?",
        hint:
            "Suma las activaciones de la neurona {neuron} en las {count} imágenes, y divide entre {count}. "
            + "Podéis repartiros las imágenes.",
        explanation:
            "{number}, y {right} en las imágenes de un {label} bien leídas. La neurona habla a favor del "
            + "{label}, pero demasiado bajo: son imágenes que apenas reconoce, porque tienen la parte de "
            + "arriba casi cerrada, por ejemplo. Sin ella, en la lección 10, eso pasa con casi todos los "
            + "{label}.",
    },
};
