### Every sentence the bot says, in French. Warm, plain, exact, short. No-break spaces stand before ? ! : ; % and inside quotes.

## Welcome and consent

welcome =
    Bonjour ! Je suis un studio de portrait automatique. Envoyez-moi quelques selfies, choisissez un style, et j’en tire des portraits professionnels qui vous ressemblent toujours.
welcome-terms =
    Avant tout envoi :
    • Vos photos sont chiffrées dès leur arrivée. Elles servent uniquement à vos portraits, jamais à entraîner quoi que ce soit pour d’autres.
    • Pour vérifier vos photos, les comparer entre elles et bien vous cadrer, je mesure votre visage. Ces mesures ne servent qu’à vous et ne sont jamais ni vendues ni partagées.
    • Les selfies sont effacés au bout de { $selfies }, les portraits au bout de { $portraits }. /delete efface tout immédiatement, quand vous le voulez.
    • N’envoyez que des photos de vous, et seulement si vous avez 18 ans ou plus.
welcome-question = Êtes-vous d’accord ?
welcome-photo = Merci, mais je n’ai pas gardé cette photo : il me faut d’abord votre accord. Renvoyez-la ensuite, s’il vous plaît.
agree-first = Il me faut d’abord votre accord, ensuite nous pourrons commencer.
thanks = Merci. Vous pouvez changer d’avis à tout moment avec /delete.
declined = C’est noté. Je n’ai rien gardé. Si vous changez d’avis, appuyez sur le bouton.
privacy =
    Ce que deviennent vos photos

    Ce qui est conservé : vos selfies pendant { $selfies }, vos portraits pendant { $portraits }, vos choix, votre langue, vos avis sur les portraits, et les adresses de vos conversations pour pouvoir vous répondre. Rien de ce que vous écrivez n’est conservé.
    Comment : tout est chiffré avec une clé rien qu’à vous, créée quand vous avez donné votre accord. À la suppression, la clé est détruite en premier, puis les fichiers.
    Qui voit vos images : uniquement le programme qui crée vos portraits. Elles ne sont jamais ni publiées, ni vendues, ni utilisées pour entraîner quoi que ce soit pour d’autres.
    Une photo qui n’aide pas est effacée aussitôt ; seule une petite copie reste pour la vue d’ensemble, aussi longtemps que vos selfies. Un aperçu rapide est effacé dès que sa commande est close.
    Votre visage : il est mesuré pour vérifier une photo, comparer vos photos entre elles et bien vous cadrer. Ce qui distingue un visage d’un autre reste en mémoire vive et n’est jamais enregistré. Vous y consentez, et vous pouvez retirer ce consentement avec /delete.
    Les images : créées ou retouchées par un programme. Ne les utilisez pas pour un passeport, un visa ou une autre pièce d’identité : il leur faut une photo non retouchée.

    /delete efface tout immédiatement, pour chaque conversation réunie avec /link, et vous envoie un reçu.
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}

choice-agree = ✅ J’accepte, j’ai 18 ans ou plus
choice-decline = Non, merci
choice-privacy = 🔒 Usage des photos
choice-language = 🌐 Langue

## Photos

send-selfies = Envoyez-moi maintenant vos selfies : un seul suffit, quatre à huit, c’est l’idéal.
send-selfies-tips =
    Ce qui aide le plus :
    • la lumière du jour de face, près d’une fenêtre par exemple
    • votre visage en grand et bien net, le regard vers l’objectif
    • la tête et les épaules dans le cadre, personne d’autre
    • ni filtre, ni lunettes de soleil
send-selfies-file = Astuce : les messageries réduisent les photos. Envoyée comme fichier, une photo garde tous ses détails.
send-more = Envoyez-en d’autres, autant que vous voulez.
new-set = C’est fait : vos anciens selfies sont effacés. Vos portraits terminés restent dans /results.
new-set-empty = Commençons avec de nouvelles photos.
board-head = Photos retenues : { $usable } sur { $received }{ $checking ->
    [0] .
   *[other] , { $checking } en cours d’examen.
}
board-wait = Je regarde vos photos, un instant…
board-none = Aucune ne donnera un bon portrait. Envoyez-en une autre, s’il vous plaît.
board-none-yet = Aucune ne compte pour l’instant : répondez avec les boutons, ou envoyez-en une autre.
board-strangers = Ces photos semblent montrer plusieurs personnes. Indiquez avec les boutons où vous êtes, ou n’envoyez que des photos de vous.
board-few = C’est déjà utilisable. Avec quatre à huit photos, j’ai plus de choix. Envoyez-en d’autres, ou continuez.
board-good = Une bonne sélection. Vous pouvez continuer.
advice-left = Le plus utile : encore une, la tête un peu tournée vers votre droite.
advice-right = Le plus utile : encore une, la tête un peu tournée vers votre gauche.
advice-frontal = Le plus utile : encore une, le regard droit vers l’objectif.
advice-expression = Le plus utile : encore une avec une autre expression, en souriant ou non.
advice-light = Le plus utile : encore une sous une autre lumière, près d’une fenêtre par exemple.
advice-occasion = Le plus utile : encore une, prise un autre jour ou ailleurs.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers } : oui, avec réserves
photos-more = … et { $count ->
    [one] { $count } autre : l’image dit pourquoi.
   *[other] { $count } autres : l’image dit pourquoi.
}
photos-forgotten = 🗑 Effacées, délai écoulé : { $numbers }
photo-warn = { $number }. ☑️ utilisable : { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ un autre visage fait { $second_face_share_percent } % de la taille du premier. Vous êtes dans le cercle ? Appuyez sur « ce visage ».
photo-duplicate = { $number }. ♊ presque la même que la { $twin } : une seule des deux compte. Envoyez-en une différente.
photo-stranger = { $number }. ❓ une autre personne ? Ce visage s’écarte des autres de { $distance } (limite : 0,6). Il ne compte que si vous le confirmez.
photo-doubtful = { $number }. ❓ est-ce vous ? Ce visage s’écarte des autres de { $distance } ; pour une même personne, c’est en général moins de 0,5.
board-erased = Ces photos ont été effacées.
choice-claim-face = { $number } : ce visage
choice-claim-me = { $number } : c’est moi
choice-drop = { $number } : pas moi, à écarter
choice-photos-done = { $usable ->
    [one] Continuer avec { $usable } photo ➜
   *[other] Continuer avec { $usable } photos ➜
}
photos-enough = J’ai déjà { $most } photos, je ne peux pas en utiliser davantage. Celle-ci n’a pas été gardée. Continuez, ou repartez de zéro avec /new.
photo-for-next = Cette photo compte pour votre prochaine commande. Les portraits en cours restent tels que vous les avez commandés.
choice-upload = 📎 Envoyer des photos
too-big = Ce fichier est trop lourd : j’accepte jusqu’à { $limit } Mo. Envoyez-le comme une photo ordinaire, s’il vous plaît.
not-a-picture = Je ne peux utiliser que des images : JPEG, PNG, WebP, HEIC ou AVIF. Envoyez une photo de vous, s’il vous plaît.
not-downloaded = Je n’ai pas pu récupérer cette photo auprès du service de messagerie, je ne l’ai donc pas. Renvoyez-la, s’il vous plaît.
check-failed = Je n’ai pas pu examiner une de vos photos, par ma faute et non la sienne. Je l’ai effacée. Renvoyez-la, s’il vous plaît.
photos-needed = Pour cela, il me faut au moins une photo utilisable de vous. Envoyez-en une, s’il vous plaît.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = aucun visage
sheet-several_faces = autres visages
sheet-face_too_small = petit visage
sheet-too_low_resolution = peu de détails
sheet-blurred = floue
sheet-too_dark = sombre
sheet-overexposed = trop claire
sheet-harsh_light = ombre dure
sheet-profile_pose = tête tournée
sheet-sunglasses = lunettes noires
sheet-occluded = visage caché
sheet-eyes_closed = yeux fermés
sheet-filter_or_cartoon = modifiée
sheet-not_a_photo = pas une photo
sheet-near_duplicate = doublon
sheet-other_person = autre personne ?
sheet-unreadable = illisible
sheet-asks = quel visage ?
sheet-doubtful = est-ce vous ?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] original comme fichier
   *[no] original
}
reject-other = elle ne donnera pas un bon portrait. Envoyez-en une autre.
warn-other = pas idéale, mais elle aide.

reject-no_face-faces = je ne trouve pas de visage. Envoyez une photo où vous regardez l’objectif.
reject-no_face-certainty = est-ce un visage ? J’en doute ({ $certainty_percent } %, minimum 62 %). Envoyez une photo où vous regardez l’objectif.
reject-no_face-animal = est-ce un visage humain ? J’en doute. Envoyez une photo où vous regardez l’objectif.
reject-several_faces-second_face_share = il y a { $faces } visages, le deuxième fait { $second_face_share_percent } % du premier. Envoyez une photo de vous sans personne d’autre.
warn-several_faces-second_face_share = il y a quelqu’un d’autre sur l’image ; j’utilise le visage entouré.
reject-face_too_small-face_width_share = votre visage occupe { $face_width_share_percent } % de la largeur, minimum 10 %. Approchez-vous.
reject-face_too_small-ied_px = visage trop petit : { $ied_px } px entre les yeux, 120 est bien. Approchez-vous, ou envoyez l’{ original }.
warn-face_too_small-ied_px = visage un peu petit ({ $ied_px } px entre les yeux, 120 est bien). De plus près, ce serait plus net.
reject-too_low_resolution-ied_px = il y a { $ied_px } px entre vos yeux, 120 est bien. Envoyez l’{ original }.
reject-too_low_resolution-short_side_px = image trop petite : { $short_side_px } px sur le petit côté, il en faudrait 512 ou plus. Envoyez l’{ original }.
warn-too_low_resolution-short_side_px = un peu petite ({ $short_side_px } px sur le petit côté, 512 est bien). L’{ original } serait plus net.
reject-too_low_resolution-squareness = photo très compressée ou agrandie ({ $squareness_percent } % de carrés, 25 % d’habitude). Envoyez l’{ original }.
warn-too_low_resolution-squareness = photo compressée ({ $squareness_percent } % de carrés, 25 % d’habitude). L’{ original } serait mieux.
reject-blurred-sharpness = visage flou : netteté { $sharpness }, 55 d’habitude. Ne bougez pas, faites le point dessus, ou envoyez l’{ original }.
warn-blurred-sharpness = un peu floue (netteté { $sharpness }, 55 d’habitude). Ne bougez pas et faites le point sur le visage.
reject-too_dark-light_range = trop sombre : la lumière du visage couvre { $light_range_percent } % du possible, minimum 20 %. Tournez-vous vers une fenêtre ou une lampe.
warn-too_dark-light_range = plutôt sombre (la lumière couvre { $light_range_percent } %, minimum 20 %). Tournez-vous vers une fenêtre ou une lampe.
reject-overexposed-light_burnt_share = trop claire : { $light_burnt_share_percent } % du visage en blanc pur, maximum 6 %. Évitez la lumière directe.
warn-overexposed-light_burnt_share = plutôt claire ({ $light_burnt_share_percent } % du visage en blanc pur, maximum 6 %). Une lumière plus douce serait mieux.
reject-harsh_light-light_split_stops = un côté du visage est plus sombre (de { $light_split_stops } IL, maximum 1,3). Tournez-vous pour éclairer les deux.
warn-harsh_light-light_split_stops = un côté du visage est plus sombre (de { $light_split_stops } IL, maximum 1,3). Tournez-vous un peu vers la lumière.
reject-harsh_light-light_lost_share = { $light_lost_share_percent } % du visage est dans une ombre noire, maximum 12 %. Tournez-vous vers la lumière.
warn-harsh_light-light_lost_share = { $light_lost_share_percent } % du visage est dans une ombre noire, maximum 12 %. Tournez-vous un peu vers la lumière.
reject-profile_pose-nose_across = votre tête est trop tournée sur le côté. Tournez-vous vers l’objectif.
warn-profile_pose-nose_across = votre tête est très tournée sur le côté. Un peu plus vers l’objectif serait mieux.
reject-profile_pose-pitch_degrees = votre tête est baissée de { $pitch_degrees } degrés, maximum 27. Relevez-la vers l’objectif.
warn-profile_pose-pitch_degrees = votre tête est baissée de { $pitch_degrees } degrés. Relevez-la un peu.
reject-profile_pose-far_eye_seen = votre tête est trop tournée sur le côté. Tournez-vous vers l’objectif.
reject-sunglasses-under_eyes_stops = je vois mal vos yeux (plus sombres que les joues de { $under_eyes_stops } IL, maximum 1,6). Sans lunettes de soleil, face à la lumière.
warn-sunglasses-under_eyes_stops = yeux sombres ({ $under_eyes_stops } IL de moins que les joues, maximum 1,6). Retirez les lunettes teintées.
reject-sunglasses-eyes_seen = je ne vois pas vos yeux. Retirez les lunettes de soleil, et que rien ne les cache.
warn-sunglasses-eyes_seen = je vois à peine vos yeux. Que rien ne les cache.
reject-occluded-face_inside_share = seulement { $face_inside_share_percent } % de votre visage est dans l’image. Reculez, ou placez-vous au milieu.
warn-occluded-face_inside_share = { $face_inside_share_percent } % de votre visage est dans l’image. Reculez un peu.
reject-occluded-eye_to_side = le bord de l’image coupe votre visage. Reculez, ou placez-vous au milieu.
warn-occluded-eye_to_side = le bord de l’image est tout près de votre visage. Reculez un peu.
reject-occluded-mouth_seen = quelque chose cache votre bouche. Écartez mains, masque ou tasse.
warn-occluded-mouth_seen = je vois à peine votre bouche. Ni main ni tasse devant elle.
warn-eyes_closed-eye_opening = vos yeux semblent fermés. Une photo les yeux ouverts serait mieux.
reject-not_a_photo-painted = on dirait une peinture, une sculpture ou un rendu 3D ({ $painted_percent } %, une photo reste sous 75 %). Envoyez une vraie photo.
reject-filter_or_cartoon-fill = votre peau est plate entre des bords nets, comme après un filtre. Envoyez la photo d’origine.
reject-filter_or_cartoon-grain = votre visage n’est que bords et aplats, comme après un filtre. Envoyez la photo d’origine.
reject-filter_or_cartoon-tones = il ne reste que quelques tons sur votre visage, comme après un filtre. Envoyez la photo d’origine.
reject-filter_or_cartoon-outlines = des traits sombres entourent le visage. Envoyez la photo d’origine.
reject-filter_or_cartoon-eye_depth = les yeux ne sont pas plus sombres que les joues, comme sur un négatif. Envoyez la photo d’origine.
reject-filter_or_cartoon-skin_off = un filtre de couleur recouvre l’image (écart de { $skin_off }, maximum 10). Désactivez-le.
reject-filter_or_cartoon-cast = une seule couleur recouvre tout. Retirez le filtre, ou éteignez la lumière colorée.
reject-filter_or_cartoon-chroma_peak = les couleurs sont beaucoup trop vives. Envoyez la photo d’origine.
reject-filter_or_cartoon-stretch = l’image paraît étirée ou écrasée. Envoyez la photo d’origine.
reject-not_a_photo-page = { $page_percent } % de cette image, c’est la page autour de la photo. Envoyez la photo elle-même, pas une capture d’écran.
reject-not_a_photo-screen = on dirait la photo d’un écran ({ $screen_percent } %). Envoyez la photo elle-même.
reject-not_a_photo-paper = { $paper_percent } % du visage est du papier blanc. Envoyez une photo, pas un dessin.
reject-not_a_photo-lines = le visage n’est fait que de traits, sans ombre ni lumière. Envoyez une photo, pas un dessin.
reject-not_a_photo-pallor = le visage n’a pas de couleur, alors que le reste de l’image en a. Envoyez une photo de vous.
reject-unreadable-not_an_image = ce fichier n’est pas une image, malgré son nom. Envoyez une photo JPEG, PNG, WebP, HEIC ou AVIF.
reject-unreadable-unsupported_format = je ne lis pas ce type d’image. Envoyez une photo JPEG, PNG, WebP, HEIC ou AVIF.
reject-unreadable-damaged = le fichier est abîmé ou incomplet. Renvoyez-le, ou envoyez-en un autre.
reject-unreadable-too_many_pixels = cette image fait { $megapixels } mégapixels, j’en accepte 50 au plus. Envoyez une photo ordinaire.
reject-unreadable-too_small = image minuscule : { $short_side_px } px sur le petit côté, il en faudrait 512 ou plus. Envoyez l’{ original }.
reject-unreadable-too_heavy = ce fichier est trop lourd pour une photo. Envoyez-le comme une photo ordinaire.

## Looks

looks-ask = Choisissez jusqu’à { $most } styles. Je crée { $each } portraits de chacun.
look-line = • { $title } : { $about }
looks-enough = Cela fait { $most } styles, le maximum par commande. Désactivez-en un pour en choisir un autre, ou continuez.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] Continuer avec { $count } style ➜
   *[other] Continuer avec { $count } styles ➜
}
looks-placeholder = Choisissez jusqu’à { $most } styles
unknown-look = Ce style n’est plus proposé. Voici ceux que j’ai.
style-linkedin = LinkedIn
style-linkedin-about = gris studio, ouvert et accessible
style-cv = CV
style-cv-about = blanc uni, sobre et clair
style-corporate = Entreprise
style-corporate-about = bleu marine, posé et sérieux
style-startup = Start-up
style-startup-about = beige chaud, lumière de fenêtre, détendu
style-speaker = Conférence
style-speaker-about = bleu marine, lumière forte d’un seul côté
style-creative = Créatif
style-creative-about = beige chaud, couleurs mates de pellicule
style-outdoor = Plein air
style-outdoor-about = votre propre décor, légèrement flouté
style-dating = Rencontres
style-dating-about = votre propre décor, lumière chaude
style-instagram = Instagram
style-instagram-about = votre propre décor, couleurs fraîches
style-monochrome = Noir et blanc
style-monochrome-about = le classique du studio, sans couleur
style-academic = Universitaire
style-academic-about = beige chaud, couleurs naturelles
style-realestate = Immobilier
style-realestate-about = blanc, lumineux et net

## Background

background-ask = Quel fond ?
background-look = Celui de chaque style
background-grey = Gris studio
background-white = Blanc
background-navy = Bleu marine
background-warm = Beige chaud
background-own = Votre décor, flouté
background-placeholder = Choisissez un fond
unknown-background = Ce fond n’est plus proposé. Voici ceux que j’ai.

## Confirmation

confirm-looks = { $count } portraits : { $looks }.
confirm-background = Fond : { $background }.
confirm-photos = { $count ->
    [one] À partir de votre photo.
   *[other] À partir des meilleures de vos { $count } photos.
}
confirm-time = Comptez { $time }.
confirm-no-worker = Le studio est à l’arrêt pour le moment. Votre commande est gardée et sera exécutée dès son retour.
confirm-paused = Le studio est en pause pour le moment. Votre commande garde sa place et sera exécutée dès qu’il rouvrira.
confirm-after-own = Cette commande passera après vos autres commandes.
confirm-generated = Un modèle d’IA crée de nouvelles images à partir de vos selfies : autres vêtements, autre lumière, autre fond. Votre visage doit rester le vôtre ; regardez-les bien avant de les utiliser.
confirm-honest = Je retouche votre propre photo comme le ferait un photographe : cadrage, lumière, couleurs, fond, peau dont le grain est préservé. Votre visage et vos vêtements restent tels quels.
choice-make = ✨ Créer { $count } portraits
choice-change-looks = Changer de styles
choice-change-background = Changer de fond
choice-add-photos = Ajouter des photos
time-unknown = environ une minute
time-seconds = environ { $count } secondes
time-minutes = { $count ->
    [one] environ une minute
   *[other] environ { $count } minutes
}

## The order

order-next = Votre commande est la prochaine : { $total } portraits, prêts dans { $time }.
order-in-line = Vous êtes n° { $place } dans la file. Vos portraits devraient être prêts dans { $time }.
order-no-worker = Votre commande est bien gardée. Le studio est à l’arrêt pour le moment ; je commence dès son retour et je vous écris ici.
order-after-own = Votre commande est enregistrée : { $total } portraits. C’est la n° { $place } de vos propres commandes ; je la commence dès que les précédentes sont terminées.
order-paused = Votre commande est bien gardée et conserve sa place. Le studio est en pause pour le moment ; je reprends dès qu’il rouvre et je vous écris ici.
order-making = Je crée vos portraits. Terminés : { $done } sur { $total }.
order-done = ✅ Terminé.
order-cancelled = Annulé. Plus rien de cette commande n’est en cours.
order-cancelled-kept = Ce qui était déjà terminé se trouve dans /results.
order-failed-photos_gone = Je n’ai pas pu créer ces portraits : les selfies de cette commande ont été effacés entre-temps. Envoyez-en de nouveaux avec /new.
order-failed-no_usable_photo = Je n’ai pas pu créer ces portraits : sur aucune des photos je n’ai trouvé votre visage assez nettement. Envoyez-en d’autres avec /new.
order-failed-out_of_memory = Toutes mes excuses : ma machine a manqué trois fois de mémoire en créant vos portraits. Vos photos sont en sécurité. Réessayez dans quelques minutes, s’il vous plaît.
order-failed-disk_full = Toutes mes excuses : mon disque est plein, je n’ai pas pu enregistrer vos portraits. Vos photos sont en sécurité. Réessayez plus tard, s’il vous plaît ; la personne qui me gère est prévenue.
order-failed-timed_out = Toutes mes excuses : vos portraits prenaient beaucoup plus de temps que prévu, j’ai donc arrêté après trois essais. Vos photos sont en sécurité. Réessayez, s’il vous plaît.
order-failed-mode_not_served = Je n’ai pas pu créer ces portraits : cette façon de faire n’est pas disponible pour le moment. Vos photos sont en sécurité. Essayez-en une autre avec /new ; la personne qui me gère est prévenue.
order-failed-adapter_refused = Je n’ai pas pu créer ces portraits : votre modèle personnel n’a pas pu être utilisé. Vos photos sont en sécurité. Faites-le recréer, ou commandez sans lui.
order-failed-blank_picture = Toutes mes excuses : au lieu de portraits, je n’ai obtenu que des images vides, plusieurs fois. Vos photos sont en sécurité. Réessayez ; si cela se reproduit, un autre style peut aider.
order-failed-engine = Toutes mes excuses : un problème est survenu trois fois en créant vos portraits. Vos photos sont en sécurité. Réessayez ; si cela se reproduit, d’autres photos peuvent aider.
failed-next = Que souhaitez-vous faire ?
cancelled-next = Vos photos sont toujours là. Que souhaitez-vous faire ?
orders-enough = Vous avez { $count } commandes en cours, c’est le maximum à la fois. Commandez de nouveau quand l’une d’elles sera terminée, ou annulez-en une avec son bouton.
budget-spent = { $left ->
    [0] Vous avez commandé tous les portraits que je peux créer pour vous aujourd’hui. À minuit UTC, le compteur repart de zéro.
   *[other] Cette commande compte { $asked } portraits, mais je ne peux plus en créer que { $left } pour vous aujourd’hui. Choisissez moins de styles, ou revenez après minuit UTC : le compteur repart alors de zéro.
}
queue-full = Il y a tant de monde dans la file que je ne peux plus prendre de commande pour le moment. Vos choix ne sont pas perdus : réessayez un peu plus tard, s’il vous plaît.
queue-full-time = Une commande passée maintenant prendrait { $time }.
busy-new = Vos photos sont nécessaires jusqu’à ce que vos portraits soient terminés. Annulez d’abord ces portraits si vous voulez repartir de zéro.
choice-cancel = ✖ Annuler
choice-cancel-number = ✖ Annuler n° { $number }
choice-cancel-all = ✖ Tout annuler
preview-note = Un aperçu rapide, tiré de votre propre photo. Les portraits terminés suivent ici et seront différents.
choice-retry = Réessayer
cancel-over = Il n’y a plus rien à annuler : cette commande est close.
cancel-nothing = Il n’y a rien à annuler.
cancelled-choosing = Annulé. Vos photos sont toujours là.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] { $total } portrait, dès que ceux du dessus seront terminés.
   *[other] { $total } portraits, dès que ceux du dessus seront terminés.
}
status-nothing = Aucun portrait n’est en cours pour l’instant.

## Results

result-album = { $count ->
    [one] Voici votre portrait.
   *[other] Voici vos { $count } portraits.
}
result-caption = { $look }
result-file = En pleine résolution, avec tous les détails :
result-ready = { $count ->
    [one] Ce portrait est à vous.
   *[other] Ces { $count } portraits sont à vous.
}
result-next = Que souhaitez-vous faire maintenant ?
result-none = Il n’y a pas de portraits à montrer pour le moment.
result-none-yet = Vous n’avez pas encore de portraits.
result-gone = Ces portraits ont été effacés, leur délai était écoulé. Je peux en créer de nouveaux.
note-retouched = J’ai retouché votre propre photo sans changer vos vêtements.
note-generated = { $count ->
    [one] Cette image a été créée par un modèle d’IA. Vérifiez bien que c’est vraiment vous avant de l’utiliser.
   *[other] Ces { $count } images ont été créées par un modèle d’IA. Vérifiez bien que c’est vraiment vous avant de les utiliser.
}
note-enlarged = Votre photo avait moins de détails qu’il n’en faut pour cette taille, je l’ai donc un peu agrandie. Un original plus grand donne un portrait plus net.
note-soft_source = Votre photo est un peu floue, le portrait l’est donc aussi. Un original plus net aide.
note-kept_background = Là où un détourage propre n’était pas possible, j’ai gardé votre propre décor, légèrement flouté.
note-smaller = Un peu plus petit que d’habitude, car ma machine manquait de mémoire.
note-tight_crop = Votre photo laisse peu de place autour de vous, le cadrage est donc plus serré que d’habitude.
result-liked = Merci, c’est un plaisir de savoir qu’ils vous plaisent.
result-disliked = Merci de me le dire. Avec « Plus ressemblant », je reste plus proche de vos photos ; d’autres photos, nettes et sous une lumière douce, aident aussi.
closer-offer = Ce n’est pas assez ressemblant ? Je peux refaire ces portraits en restant plus proche de vos photos.
same-photos-gone = Certaines des photos qui ont servi à ces portraits ont été effacées, les nouveaux seront donc un peu différents.
choice-again = 🔁 Refaire autrement
choice-same = ♻ Refaire à l’identique
choice-closer = 🙂 Plus ressemblant
choice-like = 👍 Ils me plaisent
choice-dislike = 👎 Pas pour moi
choice-forget = 🗑 Supprimer ceux-ci
choice-another = 🎨 Autre style
choice-full = ⬇ Pleine résolution
choice-over = 📷 Recommencer
forget-ask = { $count ->
    [one] Supprimer ce portrait ? Il sera effacé immédiatement et pour de bon, et retiré de la conversation là où elle le permet. Vos photos restent.
   *[other] Supprimer ces { $count } portraits ? Ils seront effacés immédiatement et pour de bon, et retirés de la conversation là où elle le permet. Vos photos restent.
}
choice-forget-yes = 🗑 Oui, supprimer
choice-forget-no = Non, garder
forget-unfinished = Ces portraits sont encore en cours. Annulez-les d’abord, vous pourrez ensuite les supprimer.
set-deleted = C’est supprimé. Ces portraits sont effacés pour de bon.

## Language: each by its own name, the same in every file

language-ask = Quelle langue dois-je parler ?
language-placeholder = Choisissez une langue
language-set = Désormais, je parle français.
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
    Votre code, valable dix minutes et une seule fois :

    { $code }

    Dans l’autre conversation, envoyez /link { $code }
    Dès lors, les deux conversations n’en font plus qu’une : mêmes photos, mêmes commandes, mêmes portraits.
link-chats = Déjà réunies : { $chats }.
link-joined = C’est fait : les deux conversations n’en font plus qu’une, avec les mêmes photos, commandes et portraits. Je réponds dans celle que vous avez utilisée en dernier.
link-wrong = Ce code ne fonctionne pas. Il est peut-être mal saisi, déjà utilisé, ou vieux de plus de dix minutes. Envoyez /link dans l’autre conversation pour en obtenir un nouveau.
link-own = Ce code a été créé pour ce compte-ci. Saisissez-le dans l’autre conversation, celle que vous voulez réunir à celle-ci.
link-busy = Des portraits sont encore en cours dans l’une des deux conversations. Réunissez ces conversations quand ils seront terminés, s’il vous plaît.
link-often = Cela fait trop de codes erronés. Réessayez dans une heure, s’il vous plaît.
platform-telegram = Telegram
platform-discord = Discord
platform-local = la page dans votre navigateur
platform-other = une autre conversation

## Deletion

delete-ask =
    Tout supprimer ? Vos selfies, vos portraits, vos choix et votre accord seront effacés immédiatement et pour de bon. C’est irréversible.
choice-delete = 🗑 Oui, tout supprimer
choice-keep = Non, tout garder
delete-kept = Rien n’a été supprimé.
delete-receipt =
    C’est supprimé. Voici votre reçu :
    • { $selfies ->
        [one] { $selfies } selfie
       *[other] { $selfies } selfies
    }, { $portraits ->
        [one] { $portraits } portrait
       *[other] { $portraits } portraits
    }, { $orders ->
        [one] { $orders } commande
       *[other] { $orders } commandes
    }, { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }
    • { $objects ->
        [one] { $objects } fichier chiffré
       *[other] { $objects } fichiers chiffrés
    }, et la clé de chiffrement
    • le { $when } (UTC)
    Plus rien sur vous n’est conservé ici. Ce que le service de messagerie garde de nos messages, vous pouvez le supprimer là-bas. /start pour recommencer.

## Help and wrong turns

help =
    Je transforme vos selfies en portraits professionnels.
    1. Envoyez des photos de vous : une seule suffit, quatre à huit, c’est l’idéal.
    2. Choisissez des styles et un fond.
    3. Confirmez, et les portraits arrivent ici. Entre-temps, vous pouvez envoyer des photos et commander d’autres portraits.
    Sous les portraits, vous pouvez en faire faire d’autres, demander plus de ressemblance, les noter ou les supprimer.

    /new – commencer avec de nouvelles photos
    /status – où en sont vos commandes
    /results – vos derniers portraits
    /cancel – annuler ce qui est en cours
    /language – choisir la langue
    /link – réunir plusieurs conversations
    /privacy – ce que deviennent vos photos
    /delete – tout effacer
unknown-command = Je ne connais pas cette commande. /help donne la liste de celles que je connais.
old-button = Ce bouton appartient à une étape précédente. Voici où nous en sommes :
words-selfies = Je fonctionne avec des photos et des boutons, je ne sais rien faire d’un texte. Envoyez une photo de vous, s’il vous plaît.
words-looks = Choisissez ci-dessous, s’il vous plaît.
words-background = Choisissez ci-dessous, s’il vous plaît.
words-confirm = Utilisez les boutons, s’il vous plaît : appuyez sur « Créer » pour commencer, ou changez d’abord quelque chose.
words-waiting = J’y travaille. Je vous écris ici dès qu’il y a quelque chose à voir. En attendant, vous pouvez envoyer d’autres photos.
words-result = Utilisez les boutons, ou envoyez une nouvelle photo.
private-only = Parlons en privé : vos photos ne regardent personne d’autre. Ouvrez une conversation avec moi et envoyez /start.
something-wrong = Toutes mes excuses, un problème est survenu de mon côté et je n’ai pas pu le faire. Rien n’est perdu. Réessayez dans un instant, s’il vous plaît.

## Commands, as shown in the menu

command-start = Commencer
command-new = Commencer avec de nouvelles photos
command-status = Où en sont vos commandes
command-results = Vos derniers portraits
command-cancel = Annuler ce qui est en cours
command-language = Choisir la langue
command-link = Réunir plusieurs conversations
command-help = Comment ça marche
command-privacy = Ce que deviennent vos photos
command-delete = Effacer tout ce qui vous concerne

## Operators

banned = Les responsables de ce studio ont bloqué cette conversation. Je n’y réponds plus. Ce qui est conservé sur vous peut toujours être effacé : envoyez /delete.

## Telegram

telegram-description =
    Je transforme quelques selfies en portraits professionnels qui vous ressemblent toujours.

    Envoyez des photos, choisissez un style, et les portraits arrivent dans cette conversation. Pour chaque photo, je vous dis si elle aide et, sinon, pourquoi.

    Vos photos sont chiffrées dès leur arrivée et servent uniquement à vos portraits. /delete efface tout immédiatement, quand vous le voulez.
telegram-short-description = Vos selfies deviennent des portraits professionnels qui vous ressemblent toujours. /delete efface tout.
choice-private = 💬 Ouvrir notre conversation
command-start-in-group = Me parler en privé
command-stats = Les chiffres du dernier jour
command-queue = Qui est dans la file
command-pause = Mettre les commandes en attente
command-resume = Reprendre les commandes
command-ban = Bloquer quelqu’un
command-unban = Débloquer quelqu’un
command-broadcast = Écrire à tout le monde

## Discord: names of commands and options are one word in small letters

discord-private = Parlons en privé : vos photos ne regardent personne d’autre. Je réponds dans nos messages privés.
discord-open = 💬 Ouvrir notre conversation
discord-closed = Je ne peux pas vous écrire, car vous n’acceptez pas mes messages privés. Autorisez-les dans les paramètres de confidentialité d’un serveur où nous sommes tous les deux, puis envoyez /results ici ou là-bas.
discord-name-start = portrait
discord-name-new = nouveau
discord-name-status = suivi
discord-name-results = résultats
discord-name-cancel = annuler
discord-name-language = langue
discord-name-link = réunir
discord-name-help = aide
discord-name-privacy = confidentialité
discord-name-delete = supprimer
discord-name-photo = photo
discord-name-look = style
discord-name-code = code
discord-option-photo = Une photo de vous
discord-option-look = Le style que vous souhaitez
discord-option-code = Le code de l’autre conversation
