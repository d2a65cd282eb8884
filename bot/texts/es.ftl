### Every sentence the bot says, in Spanish. Warm, plain, exact, short. A no-break space stands before %.

## Welcome and consent

welcome =
    ¡Hola! Soy un estudio de retratos automático. Envíame unas selfies, elige un estilo y haré retratos profesionales en los que sigues siendo tú.
welcome-terms =
    Antes de que envíes nada:
    • Tus fotos se cifran en cuanto llegan, se usan solo para tus retratos y nunca para entrenar nada para otros.
    • Para revisar tus fotos, compararlas entre sí y encuadrarte, mido tu cara. Las medidas te sirven solo a ti y nunca se venden ni se comparten.
    • Las selfies se borran después de { $selfies } y los retratos después de { $portraits }. /delete lo borra todo de una vez, cuando quieras.
    • Envía solo fotos tuyas, y solo si tienes 18 años o más.
welcome-question = ¿Estás de acuerdo?
welcome-photo = Gracias, pero no he guardado esa foto: primero necesito tu consentimiento. Envíala otra vez después, por favor.
agree-first = Primero necesito tu consentimiento; después podemos empezar.
thanks = Gracias. Puedes cambiar de opinión cuando quieras con /delete.
declined = De acuerdo. No he guardado nada. Si cambias de opinión, pulsa el botón.
privacy =
    Cómo se tratan tus fotos

    Qué se guarda: tus selfies durante { $selfies }, tus retratos durante { $portraits }, lo que eliges, tu idioma, cómo valoras los retratos y las direcciones de tus chats para poder responderte. Nada de lo que escribes se guarda.
    Cómo: todo cifrado con una clave solo tuya, creada cuando diste tu consentimiento. Al borrar, primero se destruye la clave y después los archivos.
    Quién ve tus imágenes: solo el programa que hace tus retratos. Nunca se publican, ni se venden, ni se usan para entrenar nada para otros.
    Una foto que no ayuda se borra al momento; solo queda una copia pequeña para la vista general, tanto tiempo como tus selfies. Una vista previa rápida se borra cuando su pedido ha terminado.
    Tu cara: se mide para revisar una foto, comparar tus fotos entre sí y encuadrarte. Lo que distingue una cara de otra se queda en la memoria temporal y nunca se guarda. Das tu consentimiento para ello y puedes retirarlo con /delete.
    Las imágenes: hechas o retocadas por un programa. No las uses para un pasaporte, un visado u otro documento de identidad: ahí la foto debe ser sin retoques.

    /delete lo borra todo al momento, para todos los chats que hayas unido con /link, y te envía un comprobante.
span-days = { $count ->
    [one] 1 día
   *[other] { $count } días
}
span-hours = { $count ->
    [one] 1 hora
   *[other] { $count } horas
}

choice-agree = ✅ Acepto y tengo 18 años o más
choice-decline = No, gracias
choice-privacy = 🔒 Uso de las fotos
choice-language = 🌐 Idioma

## Photos

send-selfies = Ahora envíame tus selfies: con una basta; de cuatro a ocho es lo ideal.
send-selfies-tips =
    Lo que más ayuda:
    • luz del día de frente, por ejemplo de una ventana
    • tu cara grande y nítida, mirando a la cámara
    • cabeza y hombros en la foto, sin nadie más
    • sin filtros ni gafas de sol
send-selfies-file = Un consejo: los chats reducen las fotos. Enviada como archivo, una foto conserva todo el detalle.
send-more = Envía todas las que quieras.
new-set = Hecho: tus selfies anteriores están borradas. Los retratos terminados siguen en /results.
new-set-empty = Empecemos con fotos nuevas.
board-head = Fotos que cuentan: { $usable } de { $received }{ $checking ->
    [0] .
   *[other] , { $checking } en revisión.
}
board-wait = Estoy mirando tus fotos, un momento…
board-none = Con ninguna de estas saldrá un buen retrato. Envía otra, por favor.
board-none-yet = Todavía no cuenta ninguna: responde con los botones o envía otra, por favor.
board-strangers = Parece que en estas fotos hay personas distintas. Dime con los botones cuál eres tú, o envía solo fotos tuyas.
board-few = Con esto ya puedo trabajar. Con cuatro a ocho fotos tengo más donde elegir. Envía más o continúa.
board-good = Una buena selección. Ya puedes continuar.
advice-left = Lo que más ayudaría: una más con la cabeza girada un poco hacia tu derecha.
advice-right = Lo que más ayudaría: una más con la cabeza girada un poco hacia tu izquierda.
advice-frontal = Lo que más ayudaría: una más mirando de frente a la cámara.
advice-expression = Lo que más ayudaría: una más con otra expresión, con sonrisa o sin ella.
advice-light = Lo que más ayudaría: una más con otra luz, por ejemplo junto a una ventana.
advice-occasion = Lo que más ayudaría: una más de otro día o de otro lugar.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }: sí, con reservas
photos-more = … y { $count ->
    [one] 1 más: la imagen dice por qué.
   *[other] { $count } más: la imagen dice por qué.
}
photos-forgotten = 🗑 Borradas, plazo cumplido: { $numbers }
photo-warn = { $number }. ☑️ sirve: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ hay otra cara, un { $second_face_share_percent } % del tamaño de la primera. ¿Eres tú la del círculo? Entonces pulsa “esta cara”.
photo-duplicate = { $number }. ♊ casi igual que la { $twin }, así que solo cuenta una de las dos. Envía otra distinta.
photo-stranger = { $number }. ❓ ¿otra persona? La cara se aleja { $distance } de las demás (el límite es 0,6). Solo cuenta si dices que eres tú.
photo-doubtful = { $number }. ❓ ¿eres tú? La cara se aleja { $distance } de las demás; en fotos de una misma persona suele ser menos de 0,5.
board-erased = Estas fotos se han borrado.
choice-claim-face = { $number }: esta cara
choice-claim-me = { $number }: soy yo
choice-drop = { $number }: no soy yo, descartar
choice-photos-done = { $usable ->
    [one] Continuar con 1 foto ➜
   *[other] Continuar con { $usable } fotos ➜
}
photos-enough = Ya tengo { $most } fotos, no puedo usar más. Esta no la he guardado. Continúa, o empieza de nuevo con /new.
photo-for-next = Esta foto cuenta para tu próximo pedido. Los retratos que se están haciendo ahora quedan como los pediste.
choice-upload = 📎 Enviar fotos
too-big = Este archivo es demasiado grande: acepto hasta { $limit } MB. Envíalo como foto normal, por favor.
not-a-picture = Solo puedo usar imágenes: JPEG, PNG, WebP, HEIC o AVIF. Envía una foto tuya, por favor.
not-downloaded = No he podido recibir esa foto del servicio de chat, así que no la tengo. Envíala otra vez, por favor.
check-failed = No he podido mirar una de tus fotos, y la culpa es mía, no de la foto. La he borrado. Envíala otra vez, por favor.
photos-needed = Para eso necesito al menos una foto tuya que sirva. Envía una, por favor.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = sin cara
sheet-several_faces = varias caras
sheet-face_too_small = cara pequeña
sheet-too_low_resolution = poco detalle
sheet-blurred = borrosa
sheet-too_dark = oscura
sheet-overexposed = muy clara
sheet-harsh_light = sombra dura
sheet-profile_pose = cabeza girada
sheet-sunglasses = gafas de sol
sheet-occluded = cara tapada
sheet-eyes_closed = ojos cerrados
sheet-filter_or_cartoon = alterada
sheet-not_a_photo = no es una foto
sheet-near_duplicate = repetida
sheet-other_person = ¿otra persona?
sheet-unreadable = ilegible
sheet-asks = ¿qué cara?
sheet-doubtful = ¿eres tú?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] original como archivo
   *[no] original
}
reject-other = con esta no saldrá un buen retrato. Envía otra.
warn-other = no es ideal, pero ayuda.

reject-no_face-faces = no encuentro ninguna cara. Envía una en la que mires a la cámara.
reject-no_face-certainty = dudo de que esto sea una cara ({ $certainty_percent } %, el mínimo es 62 %). Envía una en la que mires a la cámara.
reject-no_face-animal = dudo de que esto sea la cara de una persona. Envía una en la que mires a la cámara.
reject-several_faces-second_face_share = hay { $faces } caras, la segunda mide un { $second_face_share_percent } % de la primera. Envía una en la que estés solo tú.
warn-several_faces-second_face_share = hay alguien más en la imagen; uso la cara del círculo.
reject-face_too_small-face_width_share = tu cara ocupa el { $face_width_share_percent } % del ancho, el mínimo es 10 %. Acércate.
reject-face_too_small-ied_px = tu cara es muy pequeña: { $ied_px } px entre los ojos, 120 está bien. Acércate o envía el { original }.
warn-face_too_small-ied_px = tu cara es algo pequeña ({ $ied_px } px entre los ojos, 120 está bien). Más de cerca saldría más nítida.
reject-too_low_resolution-ied_px = hay { $ied_px } px entre tus ojos, 120 está bien. Envía el { original }.
reject-too_low_resolution-short_side_px = la imagen es muy pequeña: su lado corto mide { $short_side_px } px, lo ideal es 512 o más. Envía el { original }.
warn-too_low_resolution-short_side_px = algo pequeña (el lado corto mide { $short_side_px } px, 512 está bien). El { original } sería más nítido.
reject-too_low_resolution-squareness = la foto está muy comprimida o ampliada ({ $squareness_percent } % de cuadros, lo normal es 25 %). Envía el { original }.
warn-too_low_resolution-squareness = la foto está comprimida ({ $squareness_percent } % de cuadros, lo normal es 25 %). El { original } sería mejor.
reject-blurred-sharpness = tu cara está borrosa: nitidez { $sharpness }, lo normal es 55. No te muevas y enfoca la cara, o envía el { original }.
warn-blurred-sharpness = algo borrosa (nitidez { $sharpness }, lo normal es 55). No te muevas y enfoca la cara.
reject-too_dark-light_range = muy oscura: la luz en tu cara abarca el { $light_range_percent } % de lo posible, el mínimo es 20 %. Ponte frente a una ventana o una lámpara.
warn-too_dark-light_range = algo oscura (la luz abarca el { $light_range_percent } %, el mínimo es 20 %). Ponte frente a una ventana o una lámpara.
reject-overexposed-light_burnt_share = demasiado clara: el { $light_burnt_share_percent } % de tu cara es blanco puro, el máximo es 6 %. Sal de la luz directa.
warn-overexposed-light_burnt_share = algo clara (el { $light_burnt_share_percent } % de tu cara es blanco puro, el máximo es 6 %). Una luz más suave sería mejor.
reject-harsh_light-light_split_stops = un lado de la cara está { $light_split_stops } pasos más oscuro que el otro, el máximo es 1,3. Gírate hasta iluminar los dos.
warn-harsh_light-light_split_stops = un lado de la cara está { $light_split_stops } pasos más oscuro que el otro, el máximo es 1,3. Gírate un poco hacia la luz.
reject-harsh_light-light_lost_share = el { $light_lost_share_percent } % de tu cara está en sombra negra, el máximo es 12 %. Gírate hacia la luz.
warn-harsh_light-light_lost_share = el { $light_lost_share_percent } % de tu cara está en sombra negra, el máximo es 12 %. Gírate un poco hacia la luz.
reject-profile_pose-nose_across = tienes la cabeza demasiado girada. Gírate hacia la cámara.
warn-profile_pose-nose_across = tienes la cabeza muy girada. Un poco más hacia la cámara sería mejor.
reject-profile_pose-pitch_degrees = tienes la cabeza inclinada { $pitch_degrees } grados hacia abajo, el máximo es 27. Levántala hacia la cámara.
warn-profile_pose-pitch_degrees = tienes la cabeza inclinada { $pitch_degrees } grados hacia abajo. Levántala un poco.
reject-profile_pose-far_eye_seen = tienes la cabeza demasiado girada. Gírate hacia la cámara.
reject-sunglasses-under_eyes_stops = no veo bien tus ojos ({ $under_eyes_stops } pasos más oscuros que las mejillas, máximo 1,6). Sin gafas de sol y de cara a la luz.
warn-sunglasses-under_eyes_stops = oscuro alrededor de los ojos ({ $under_eyes_stops } pasos bajo las mejillas, máximo 1,6). Quítate las gafas tintadas.
reject-sunglasses-eyes_seen = no veo tus ojos. Quítate las gafas de sol y que nada los tape.
warn-sunglasses-eyes_seen = apenas veo tus ojos. Que nada los tape.
reject-occluded-face_inside_share = solo el { $face_inside_share_percent } % de tu cara está en la imagen. Aléjate o ponte en el centro.
warn-occluded-face_inside_share = el { $face_inside_share_percent } % de tu cara está en la imagen. Aléjate un poco.
reject-occluded-eye_to_side = el borde de la imagen corta tu cara. Aléjate o ponte en el centro.
warn-occluded-eye_to_side = el borde de la imagen queda muy cerca de tu cara. Aléjate un poco.
reject-occluded-mouth_seen = algo te tapa la boca. Aparta manos, mascarillas y tazas.
warn-occluded-mouth_seen = apenas veo tu boca. Sin manos ni tazas delante.
warn-eyes_closed-eye_opening = parece que tienes los ojos cerrados. Una con los ojos abiertos sería mejor.
reject-not_a_photo-painted = parece una pintura, una talla o un render ({ $painted_percent } %, las fotos no llegan al 75 %). Envía una foto sin retoques.
reject-filter_or_cartoon-fill = tu piel es plana entre bordes duros, como tras un filtro. Envía la foto sin retoques.
reject-filter_or_cartoon-grain = tu cara es todo bordes y zonas planas, como tras un filtro. Envía la foto sin retoques.
reject-filter_or_cartoon-tones = en tu cara quedan muy pocos tonos, como tras un filtro. Envía la foto sin retoques.
reject-filter_or_cartoon-outlines = hay líneas oscuras dibujadas en torno a los rasgos. Envía la foto sin retoques.
reject-filter_or_cartoon-eye_depth = los ojos no son más oscuros que las mejillas, como en un negativo. Envía la foto sin retoques.
reject-filter_or_cartoon-skin_off = un filtro de color cubre la imagen (desvío de { $skin_off }, el máximo es 10). Quítalo.
reject-filter_or_cartoon-cast = un solo color lo cubre todo. Quita el filtro de color o la luz de color.
reject-filter_or_cartoon-chroma_peak = los colores son demasiado intensos. Envía la foto sin retoques.
reject-filter_or_cartoon-stretch = la imagen parece estirada o aplastada. Envíala tal como salió de la cámara.
reject-not_a_photo-page = el { $page_percent } % de esta imagen es la página que rodea la foto. Envía la foto en sí, no una captura de pantalla.
reject-not_a_photo-screen = parece la foto de una pantalla ({ $screen_percent } %). Envía la foto en sí.
reject-not_a_photo-paper = el { $paper_percent } % de la cara es papel en blanco. Envía una foto, no un dibujo.
reject-not_a_photo-lines = la cara es solo líneas, sin luces ni sombras. Envía una foto, no un dibujo.
reject-not_a_photo-pallor = la cara no tiene color y el resto de la imagen sí. Envía una foto tuya.
reject-unreadable-not_an_image = este archivo no es una imagen, diga lo que diga su nombre. Envía una foto JPEG, PNG, WebP, HEIC o AVIF.
reject-unreadable-unsupported_format = no puedo leer este tipo de imagen. Envía una foto JPEG, PNG, WebP, HEIC o AVIF.
reject-unreadable-damaged = el archivo está dañado o incompleto. Envíalo otra vez, o envía otro.
reject-unreadable-too_many_pixels = esta imagen tiene { $megapixels } megapíxeles y acepto hasta 50. Envía una foto normal.
reject-unreadable-too_small = la imagen es diminuta: su lado corto mide { $short_side_px } px, lo ideal es 512 o más. Envía el { original }.
reject-unreadable-too_heavy = este archivo es demasiado grande para una foto. Envíalo como foto normal.

## Looks

looks-ask = Elige hasta { $most } estilos. De cada uno hago { $each } retratos.
look-line = • { $title }: { $about }
looks-enough = Ya son { $most } estilos, el máximo por pedido. Quita uno para elegir otro, o continúa.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] Continuar con 1 estilo ➜
   *[other] Continuar con { $count } estilos ➜
}
looks-placeholder = Elige hasta { $most } estilos
unknown-look = Ese estilo ya no está disponible. Estos son los que tengo.
style-linkedin = LinkedIn
style-linkedin-about = gris de estudio, abierto y cercano
style-cv = CV
style-cv-about = blanco liso, sobrio y claro
style-corporate = Corporativo
style-corporate-about = azul marino, sereno y serio
style-startup = Startup
style-startup-about = beige cálido, luz de ventana, relajado
style-speaker = Conferencias
style-speaker-about = azul marino, luz intensa de un lado
style-creative = Creativo
style-creative-about = beige cálido, colores mate de película
style-outdoor = Al aire libre
style-outdoor-about = tu propio entorno, suavemente desenfocado
style-dating = Citas
style-dating-about = tu propio entorno, luz cálida
style-instagram = Instagram
style-instagram-about = tu propio entorno, colores vivos
style-monochrome = Blanco y negro
style-monochrome-about = el clásico de estudio, sin color
style-academic = Académico
style-academic-about = beige cálido, colores naturales
style-realestate = Inmobiliaria
style-realestate-about = blanco, luminoso y limpio

## Background

background-ask = ¿Qué fondo?
background-look = El de cada estilo
background-grey = Gris de estudio
background-white = Blanco
background-navy = Azul marino
background-warm = Beige cálido
background-own = El tuyo, desenfocado
background-placeholder = Elige un fondo
unknown-background = Ese fondo ya no está disponible. Estos son los que tengo.

## Confirmation

confirm-looks = { $count } retratos: { $looks }.
confirm-background = Fondo: { $background }.
confirm-photos = { $count ->
    [one] A partir de tu única foto.
   *[other] A partir de las mejores de tus { $count } fotos.
}
confirm-time = Tardará { $time }.
confirm-no-worker = El estudio está parado en este momento. Tu pedido queda guardado y se hará en cuanto vuelva.
confirm-paused = El estudio está en pausa en este momento. Tu pedido conserva su lugar y se hará en cuanto vuelva a abrir.
confirm-after-own = Se hará después de tus otros pedidos.
confirm-generated = Un modelo de IA crea imágenes nuevas a partir de tus selfies: otra ropa, otra luz, otro fondo. Tu cara debería seguir siendo la tuya; fíjate bien antes de usarlas.
confirm-honest = Retoco tu propia foto como en un estudio fotográfico: encuadre, luz, color, fondo y piel, sin perder su textura. Tu cara y tu ropa se quedan como están.
choice-make = ✨ Crear { $count } retratos
choice-change-looks = Cambiar estilos
choice-change-background = Cambiar fondo
choice-add-photos = Añadir fotos
time-unknown = más o menos un minuto
time-seconds = unos { $count } segundos
time-minutes = { $count ->
    [one] más o menos un minuto
   *[other] unos { $count } minutos
}

## The order

order-next = Tu pedido es el siguiente: { $total } retratos, listos en { $time }.
order-in-line = Tienes el número { $place } en la cola. Tus retratos deberían estar listos en { $time }.
order-no-worker = Tu pedido está a salvo. El estudio está parado en este momento; empiezo en cuanto vuelva y te escribo aquí.
order-after-own = Tu pedido está anotado: { $total } retratos. Es el número { $place } de tus propios pedidos; lo empiezo en cuanto terminen los anteriores.
order-paused = Tu pedido está a salvo y conserva su lugar. El estudio está en pausa en este momento; sigo en cuanto vuelva a abrir y te escribo aquí.
order-making = Estoy haciendo tus retratos. Listos: { $done } de { $total }.
order-done = ✅ Terminado.
order-cancelled = Cancelado. De este pedido ya no se está haciendo nada.
order-cancelled-kept = Lo que ya estaba terminado está en /results.
order-failed-photos_gone = No he podido hacer estos retratos: entretanto se han borrado las selfies de este pedido. Envía otras nuevas con /new, por favor.
order-failed-no_usable_photo = No he podido hacer estos retratos: en ninguna de las fotos he encontrado tu cara lo bastante bien. Envía otras con /new, por favor.
order-failed-out_of_memory = Lo siento: mi equipo se ha quedado tres veces sin memoria mientras hacía tus retratos. Tus fotos están a salvo. Inténtalo de nuevo en unos minutos, por favor.
order-failed-disk_full = Lo siento: mi disco está lleno y no he podido guardar tus retratos. Tus fotos están a salvo. Inténtalo más tarde, por favor; ya he avisado a quien me gestiona.
order-failed-timed_out = Lo siento: tus retratos estaban tardando mucho más de lo debido, así que lo he dejado tras tres intentos. Tus fotos están a salvo. Inténtalo de nuevo, por favor.
order-failed-mode_not_served = No he podido hacer estos retratos: de esta manera no se pueden hacer por ahora. Tus fotos están a salvo. Prueba de otra manera con /new, por favor; ya he avisado a quien me gestiona.
order-failed-adapter_refused = No he podido hacer estos retratos: tu modelo personal no se ha podido usar. Tus fotos están a salvo. Pide que se cree de nuevo, o haz el pedido sin él.
order-failed-blank_picture = Lo siento: en lugar de retratos han salido varias veces imágenes vacías. Tus fotos están a salvo. Inténtalo de nuevo, por favor; si vuelve a pasar, quizá ayude otro estilo.
order-failed-engine = Lo siento: algo ha fallado tres veces al hacer tus retratos. Tus fotos están a salvo. Inténtalo de nuevo, por favor; si vuelve a pasar, quizá ayuden otras fotos.
failed-next = ¿Qué quieres hacer?
cancelled-next = Tus fotos siguen aquí. ¿Qué quieres hacer?
orders-enough = Tienes { $count } pedidos en marcha, el máximo a la vez. Haz otro cuando termine alguno, o cancela uno con su botón.
budget-spent = { $left ->
    [0] Ya has pedido todos los retratos que puedo hacerte hoy. A medianoche (UTC) se empieza de nuevo.
   *[other] Este pedido tiene { $asked } retratos, pero hoy solo puedo hacerte { $left } más. Elige menos estilos, o vuelve después de medianoche (UTC), cuando se empieza de nuevo.
}
queue-full = Hay tanta gente esperando que ahora mismo no puedo aceptar más pedidos. Lo que has elegido no se pierde: inténtalo un poco más tarde, por favor.
queue-full-time = Un pedido hecho ahora tardaría { $time }.
busy-new = Tus fotos hacen falta hasta que tus retratos estén terminados. Cancela primero los retratos si quieres empezar de nuevo.
choice-cancel = ✖ Cancelar
choice-cancel-number = ✖ Cancelar { $number }
choice-cancel-all = ✖ Cancelar todo
preview-note = Una vista previa rápida, hecha con tu propia foto. Los retratos terminados llegarán aquí y se verán distintos.
choice-retry = Intentar de nuevo
cancel-over = Ya no queda nada que cancelar: ese pedido ha terminado.
cancel-nothing = No hay nada que cancelar.
cancelled-choosing = Cancelado. Tus fotos siguen aquí.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] 1 retrato, en cuanto terminen los de arriba.
   *[other] { $total } retratos, en cuanto terminen los de arriba.
}
status-nothing = Ahora mismo no se está haciendo ningún retrato.

## Results

result-album = { $count ->
    [one] Aquí está tu retrato.
   *[other] Aquí están tus { $count } retratos.
}
result-caption = { $look }
result-file = A tamaño completo, con todo el detalle:
result-ready = { $count ->
    [one] Este retrato es tuyo.
   *[other] Estos { $count } retratos son tuyos.
}
result-next = ¿Qué quieres hacer ahora?
result-none = Ahora mismo no hay retratos que mostrar.
result-none-yet = Todavía no tienes retratos.
result-gone = Esos retratos se han borrado, se cumplió su plazo. Puedo hacer otros nuevos.
note-retouched = He retocado tu propia foto sin cambiar tu ropa.
note-generated = { $count ->
    [one] Esta imagen la ha hecho un modelo de IA. Fíjate bien en que de verdad seas tú antes de usarla.
   *[other] Estas { $count } imágenes las ha hecho un modelo de IA. Fíjate bien en que de verdad seas tú antes de usarlas.
}
note-enlarged = Tu foto tenía menos detalle del que pide este tamaño, así que la he ampliado un poco. Con un original más grande el retrato sale más nítido.
note-soft_source = Tu foto está algo borrosa, y el retrato también. Un original más nítido ayuda.
note-kept_background = Donde no se podía recortar con limpieza, he dejado tu propio fondo, suavemente desenfocado.
note-smaller = Un poco más pequeño de lo normal, porque a mi equipo le faltaba memoria.
note-tight_crop = Tu foto deja poco espacio a tu alrededor, así que el encuadre es más cerrado de lo normal.
result-liked = Gracias, me alegro de que te gusten.
result-disliked = Gracias por decírmelo. Con “Más parecidos a mí” me ciño más a tus fotos; también ayudan otras fotos, nítidas y con luz suave.
closer-offer = ¿No se parecen lo bastante a ti? Puedo hacer estos retratos otra vez y ceñirme más a tus fotos.
same-photos-gone = Algunas de las fotos con que se hicieron estos retratos se han borrado, así que los nuevos serán algo distintos.
choice-again = 🔁 Otra vez, pero distintos
choice-same = ♻ Otra vez iguales
choice-closer = 🙂 Más parecidos a mí
choice-like = 👍 Me gustan
choice-dislike = 👎 No me convencen
choice-forget = 🗑 Borrar estos
choice-another = 🎨 Otro estilo
choice-full = ⬇ Tamaño completo
choice-over = 📷 Empezar de nuevo
forget-ask = { $count ->
    [one] ¿Borrar este retrato? Se borra al momento y para siempre, y se quita del chat donde el chat lo permita. Tus fotos se quedan.
   *[other] ¿Borrar estos { $count } retratos? Se borran al momento y para siempre, y se quitan del chat donde el chat lo permita. Tus fotos se quedan.
}
choice-forget-yes = 🗑 Sí, borrar
choice-forget-no = No, conservar
forget-unfinished = Estos retratos aún se están haciendo. Cancélalos primero; después se pueden borrar.
set-deleted = Borrado. Estos retratos ya no existen.

## Language: each by its own name, the same in every file

language-ask = ¿En qué idioma quieres que te hable?
language-placeholder = Elige un idioma
language-set = A partir de ahora hablo español.
language-en = English
language-de = Deutsch
language-es = Español
language-fr = Français
language-pt = Português (Brasil)
language-uk = Українська
language-hi = हिन्दी
language-ar = العربية
language-id = Bahasa Indonesia
language-zh = 简体中文

## Several chats as one

link-code =
    Tu código, válido diez minutos y una sola vez:

    { $code }

    En el otro chat envía /link { $code }
    A partir de ahí, los dos chats son uno: las mismas fotos, los mismos pedidos y retratos.
link-chats = Unidos hasta ahora: { $chats }.
link-joined = Hecho: los dos chats ya son uno, con las mismas fotos, pedidos y retratos. Respondo en el que hayas usado por última vez.
link-wrong = Ese código no funciona. Quizá está mal escrito, ya se usó o tiene más de diez minutos. Envía /link en el otro chat para recibir uno nuevo.
link-own = Ese código se creó para esta misma cuenta. Escríbelo en el otro chat, el que quieres unir.
link-busy = En uno de los dos chats aún se están haciendo retratos. Une los chats cuando estén terminados, por favor.
link-often = Han sido demasiados códigos incorrectos. Inténtalo de nuevo en una hora, por favor.
platform-telegram = Telegram
platform-discord = Discord
platform-local = la página en tu navegador
platform-other = otro chat

## Deletion

delete-ask =
    ¿Borrarlo todo? Tus selfies, tus retratos, lo que elegiste y tu consentimiento se borran al momento y para siempre. No se puede deshacer.
choice-delete = 🗑 Sí, borrar todo
choice-keep = No, conservarlo
delete-kept = No se ha borrado nada.
delete-receipt =
    Borrado. Este es tu comprobante:
    • { $selfies ->
        [one] 1 selfie
       *[other] { $selfies } selfies
    }, { $portraits ->
        [one] 1 retrato
       *[other] { $portraits } retratos
    }, { $orders ->
        [one] 1 pedido
       *[other] { $orders } pedidos
    }, { $messages ->
        [one] 1 mensaje
       *[other] { $messages } mensajes
    }
    • { $objects ->
        [one] 1 archivo cifrado
       *[other] { $objects } archivos cifrados
    } y la clave con que se cifró todo
    • el { $when } (UTC)
    Aquí ya no se guarda nada sobre ti. Lo que el servicio de chat conserva de nuestros mensajes lo puedes borrar allí. Con /start empiezas de nuevo.

## Help and wrong turns

help =
    Convierto tus selfies en retratos profesionales.
    1. Envía fotos tuyas: con una basta; de cuatro a ocho es lo ideal.
    2. Elige estilos y un fondo.
    3. Confirma, y los retratos llegan aquí. Mientras tanto puedes enviar fotos y hacer más pedidos.
    Debajo de los retratos puedes pedir otros, pedir más parecido, valorarlos o borrarlos.

    /new – empezar con fotos nuevas
    /status – cómo van tus pedidos
    /results – tus últimos retratos
    /cancel – cancelar lo que está en marcha
    /language – elegir el idioma
    /link – unir varios chats en uno
    /privacy – cómo se tratan tus fotos
    /delete – borrarlo todo
unknown-command = No conozco ese comando. En /help están los que conozco.
old-button = Ese botón es de un paso anterior. Ahora estamos aquí:
words-selfies = Trabajo con fotos y botones; con texto no puedo hacer nada. Envía una foto tuya, por favor.
words-looks = Elige aquí abajo, por favor.
words-background = Elige aquí abajo, por favor.
words-confirm = Usa los botones, por favor: pulsa “Crear” para empezar, o cambia algo antes.
words-waiting = Estoy en ello. Te escribo aquí en cuanto haya algo que ver. Mientras tanto puedes enviar más fotos.
words-result = Usa los botones o envía una foto nueva, por favor.
private-only = Hablemos en privado: tus fotos no le incumben a nadie más. Abre un chat conmigo y envía /start.
something-wrong = Lo siento, algo ha fallado por mi parte y no he podido hacerlo. No se ha perdido nada. Inténtalo de nuevo en un momento, por favor.

## Commands, as shown in the menu

command-start = Empezar
command-new = Empezar con fotos nuevas
command-status = Cómo van tus pedidos
command-results = Tus últimos retratos
command-cancel = Cancelar lo que está en marcha
command-language = Elegir el idioma
command-link = Unir varios chats en uno
command-help = Cómo funciona
command-privacy = Cómo se tratan tus fotos
command-delete = Borrar todo lo que hay sobre ti

## Operators

banned = Quienes gestionan este estudio han bloqueado este chat. Ya no respondo aquí. Lo que se guarda sobre ti se puede borrar igualmente: envía /delete.

## Telegram

telegram-description =
    Convierto unas pocas selfies en retratos profesionales en los que sigues siendo tú.

    Envía fotos, elige un estilo, y los retratos llegan a este chat. De cada foto te digo si ayuda y, si no, por qué.

    Tus fotos se cifran en cuanto llegan y se usan solo para tus retratos. /delete lo borra todo de una vez, cuando quieras.
telegram-short-description = Retratos profesionales a partir de tus selfies, en los que sigues siendo tú. /delete lo borra todo.
choice-private = 💬 Abrir nuestro chat
command-start-in-group = Hablar conmigo en privado
command-stats = Cifras del último día
command-queue = Quién está en la cola
command-pause = Dejar los pedidos en espera
command-resume = Reanudar los pedidos
command-ban = Bloquear a alguien
command-unban = Desbloquear a alguien
command-broadcast = Escribir a todo el mundo

## Discord: names of commands and options are one word in small letters

discord-private = Hablemos en privado: tus fotos no le incumben a nadie más. Respondo en nuestros mensajes directos.
discord-open = 💬 Abrir nuestro chat
discord-closed = No puedo escribirte, porque no aceptas mensajes directos míos. Permítelos en los ajustes de privacidad de un servidor en el que estemos los dos y después envía /results aquí o allí.
discord-name-start = retrato
discord-name-new = nuevo
discord-name-status = estado
discord-name-results = resultados
discord-name-cancel = cancelar
discord-name-language = idioma
discord-name-link = unir
discord-name-help = ayuda
discord-name-privacy = privacidad
discord-name-delete = borrar
discord-name-photo = foto
discord-name-look = estilo
discord-name-code = código
discord-option-photo = Una foto tuya
discord-option-look = El estilo que quieres
discord-option-code = El código del otro chat
