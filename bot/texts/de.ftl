### Every sentence the bot says, in German. Warm, plain, exact, short. A no-break space stands before %.

## Welcome and consent

welcome =
    Hallo! Ich bin ein automatisches Porträtstudio. Schick mir ein paar Selfies, such dir einen Look aus, und ich mache daraus professionelle Porträts, auf denen du immer noch du bist.
welcome-terms =
    Bevor du etwas schickst:
    • Deine Fotos werden schon beim Empfang verschlüsselt, nur für deine Porträts verwendet und nie, um etwas für andere zu trainieren.
    • Um deine Fotos zu prüfen, sie miteinander zu vergleichen und den Bildausschnitt zu wählen, vermesse ich dein Gesicht. Die Messwerte dienen nur dir und werden nie verkauft oder weitergegeben.
    • Selfies bleiben { $selfies } gespeichert, Porträts { $portraits }; danach werden sie gelöscht. Mit /delete löschst du jederzeit alles auf einmal.
    • Schick nur Fotos von dir selbst und nur, wenn du mindestens 18 bist.
welcome-question = Bist du einverstanden?
welcome-photo = Danke, aber ich habe dieses Foto nicht behalten: Erst brauche ich deine Zustimmung. Schick es danach bitte noch einmal.
agree-first = Erst brauche ich deine Zustimmung, dann können wir loslegen.
thanks = Danke. Mit /delete kannst du es dir jederzeit anders überlegen.
declined = Alles klar. Ich habe nichts behalten. Wenn du es dir anders überlegst, tippe auf den Button.
privacy =
    So gehe ich mit deinen Fotos um

    Was gespeichert wird: deine Selfies für { $selfies }, deine Porträts für { $portraits }, deine Auswahl, deine Sprache, wie du Porträts bewertest, und die Adressen deiner Chats, damit ich antworten kann. Was du schreibst, wird nicht gespeichert.
    Wie: verschlüsselt mit einem eigenen Schlüssel, der bei deiner Zustimmung für dich erzeugt wurde. Beim Löschen wird zuerst der Schlüssel vernichtet, dann die Dateien.
    Wer deine Bilder sieht: nur das Programm, das deine Porträts macht. Sie werden nie veröffentlicht, nie verkauft und nie verwendet, um etwas für andere zu trainieren.
    Ein Foto, das nicht hilft, wird sofort gelöscht; nur eine kleine Kopie für die Übersicht bleibt so lange wie deine Selfies. Eine schnelle Vorschau wird gelöscht, wenn ihr Auftrag vorbei ist.
    Dein Gesicht: Ich vermesse es, um ein Foto zu prüfen, deine Fotos miteinander zu vergleichen und den Bildausschnitt zu wählen. Was ein Gesicht von einem anderen unterscheidet, bleibt im Arbeitsspeicher und wird nie gespeichert. Dem stimmst du zu, und mit /delete kannst du es widerrufen.
    Die Bilder: von einem Programm gemacht oder retuschiert. Verwende sie nicht für Pass, Visum oder andere Ausweise: Dort muss das Foto unbearbeitet sein.

    /delete löscht alles sofort, für jeden Chat, den du mit /link verbunden hast, und schickt dir eine Bestätigung.
span-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
span-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}

choice-agree = ✅ Ich stimme zu und bin 18+
choice-decline = Nein, danke
choice-privacy = 🔒 Umgang mit Fotos
choice-language = 🌐 Sprache

## Photos

send-selfies = Schick mir jetzt deine Selfies: Eins genügt, vier bis acht sind am besten.
send-selfies-tips =
    Das hilft am meisten:
    • Tageslicht von vorn, zum Beispiel vom Fenster
    • dein Gesicht groß und scharf, Blick in die Kamera
    • Kopf und Schultern im Bild, sonst niemand
    • keine Filter, keine Sonnenbrille
send-selfies-file = Tipp: Chats verkleinern Fotos. Als Datei geschickt, behält ein Foto alle Details.
send-more = Schick so viele weitere, wie du magst.
new-set = Erledigt: Deine früheren Selfies sind gelöscht. Fertige Porträts findest du weiter unter /results.
new-set-empty = Fangen wir mit neuen Fotos an.
board-head = Fotos, die zählen: { $usable } von { $received }{ $checking ->
    [0] .
   *[other] , { $checking } noch in Prüfung.
}
board-wait = Ich sehe mir deine Fotos an, einen Moment…
board-none = Keins davon ergibt ein gutes Porträt. Bitte schick ein anderes.
board-none-yet = Noch zählt keins davon: Bitte antworte mit den Buttons oder schick ein anderes.
board-strangers = Diese Fotos zeigen wohl verschiedene Personen. Sag mir mit den Buttons, wer du bist, oder schick nur Fotos von dir.
board-few = Das reicht schon. Mit vier bis acht Fotos habe ich mehr Auswahl. Schick weitere oder mach weiter.
board-good = Eine gute Auswahl. Du kannst jetzt weitermachen.
advice-left = Am meisten hilft noch eins mit leicht nach rechts gedrehtem Kopf (von dir aus).
advice-right = Am meisten hilft noch eins mit leicht nach links gedrehtem Kopf (von dir aus).
advice-frontal = Am meisten hilft noch eins mit Blick direkt in die Kamera.
advice-expression = Am meisten hilft noch eins mit anderem Ausdruck, mit oder ohne Lächeln.
advice-light = Am meisten hilft noch eins in anderem Licht, zum Beispiel am Fenster.
advice-occasion = Am meisten hilft noch eins von einem anderen Tag oder Ort.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }: brauchbar
photos-more = … und { $count ->
    [one] 1 weiteres: Den Grund zeigt das Bild.
   *[other] { $count } weitere: Die Gründe zeigt das Bild.
}
photos-forgotten = 🗑 { $numbers }: gelöscht, Frist abgelaufen
photo-warn = { $number }. ☑️ brauchbar: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ Da ist noch ein Gesicht, { $second_face_share_percent } % so groß wie das erste. Bist du das im Ring? Dann tippe auf „dieses Gesicht“.
photo-duplicate = { $number }. ♊ fast dasselbe wie { $twin }, deshalb zählt nur eins davon. Schick ein anderes.
photo-stranger = { $number }. ❓ jemand anderes? Das Gesicht weicht um { $distance } von den anderen ab (Grenze: 0,6). Es zählt nur, wenn du es bestätigst.
photo-doubtful = { $number }. ❓ bist du das? Das Gesicht weicht um { $distance } von den anderen ab; bei derselben Person sind es meist unter 0,5.
board-erased = Diese Fotos wurden gelöscht.
choice-claim-face = { $number }: dieses Gesicht
choice-claim-me = { $number }: das bin ich
choice-drop = { $number }: nicht ich, weglassen
choice-photos-done = { $usable ->
    [one] Weiter mit 1 Foto ➜
   *[other] Weiter mit { $usable } Fotos ➜
}
photos-enough = Ich habe schon { $most } Fotos, mehr kann ich nicht verwenden. Dieses habe ich nicht behalten. Mach weiter oder beginne mit /new von vorn.
photo-for-next = Dieses Foto zählt für deinen nächsten Auftrag. Die Porträts, die gerade entstehen, bleiben so, wie du sie bestellt hast.
choice-upload = 📎 Fotos schicken
too-big = Diese Datei ist zu groß: Ich nehme bis zu { $limit } MB. Bitte schick sie als normales Foto.
not-a-picture = Ich kann nur Bilder verwenden: JPEG, PNG, WebP, HEIC oder AVIF. Bitte schick ein Foto von dir.
not-downloaded = Ich konnte dieses Foto nicht vom Chatdienst holen und habe es deshalb nicht. Bitte schick es noch einmal.
check-failed = Eins deiner Fotos konnte ich nicht ansehen. Das lag an mir, nicht am Foto. Ich habe es gelöscht, bitte schick es noch einmal.
photos-needed = Dafür brauche ich mindestens ein brauchbares Foto von dir. Bitte schick eins.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = kein Gesicht
sheet-several_faces = mehrere Personen
sheet-face_too_small = kleines Gesicht
sheet-too_low_resolution = wenig Details
sheet-blurred = unscharf
sheet-too_dark = dunkel
sheet-overexposed = hell
sheet-harsh_light = harter Schatten
sheet-profile_pose = Kopf gedreht
sheet-sunglasses = Sonnenbrille
sheet-occluded = Gesicht verdeckt
sheet-eyes_closed = Augen zu
sheet-filter_or_cartoon = verändert
sheet-not_a_photo = kein Foto
sheet-near_duplicate = doppelt
sheet-other_person = jemand anderes?
sheet-unreadable = nicht lesbar
sheet-asks = welches Gesicht?
sheet-doubtful = bist du das?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] Original als Datei
   *[no] Original
}
reject-other = daraus wird kein gutes Porträt. Schick ein anderes.
warn-other = nicht ideal, aber es hilft.

reject-no_face-faces = ich finde kein Gesicht. Schick eins, auf dem du in die Kamera schaust.
reject-no_face-certainty = ob das ein Gesicht ist, ist unsicher ({ $certainty_percent } %, nötig sind 62 %). Schick eins mit Blick in die Kamera.
reject-no_face-animal = ob das ein menschliches Gesicht ist, ist unsicher. Schick eins mit Blick in die Kamera.
reject-several_faces-second_face_share = da sind { $faces } Gesichter, das zweite { $second_face_share_percent } % so groß wie das erste. Schick eins, auf dem nur du bist.
warn-several_faces-second_face_share = da ist noch jemand im Bild; ich nehme das Gesicht im Ring.
reject-face_too_small-face_width_share = dein Gesicht füllt { $face_width_share_percent } % der Breite, nötig sind 10 %. Geh näher heran.
reject-face_too_small-ied_px = Gesicht zu klein: { $ied_px } px zwischen den Augen, gut sind 120. Geh näher heran oder schick das { original }.
warn-face_too_small-ied_px = Gesicht etwas klein ({ $ied_px } px zwischen den Augen, gut sind 120). Aus der Nähe wird es schärfer.
reject-too_low_resolution-ied_px = zwischen deinen Augen liegen { $ied_px } px, gut sind 120. Schick das { original }.
reject-too_low_resolution-short_side_px = das Bild ist zu klein: kurze Seite { $short_side_px } px, gut sind ab 512. Schick das { original }.
warn-too_low_resolution-short_side_px = etwas klein (kurze Seite { $short_side_px } px, gut sind 512). Das { original } wäre schärfer.
reject-too_low_resolution-squareness = das Foto ist stark komprimiert oder vergrößert ({ $squareness_percent } % Klötzchen, üblich sind 25 %). Schick das { original }.
warn-too_low_resolution-squareness = das Foto ist komprimiert ({ $squareness_percent } % Klötzchen, üblich sind 25 %). Das { original } wäre besser.
reject-blurred-sharpness = unscharf: Schärfe { $sharpness }, üblich ist 55. Halt still, stell aufs Gesicht scharf oder schick das { original }.
warn-blurred-sharpness = etwas weich (Schärfe { $sharpness }, üblich ist 55). Halt still und stell auf dein Gesicht scharf.
reject-too_dark-light_range = zu dunkel: Das Licht im Gesicht umfasst { $light_range_percent } % des Möglichen, nötig sind 20 %. Dreh dich zum Fenster oder zur Lampe.
warn-too_dark-light_range = eher dunkel (das Licht umfasst { $light_range_percent } %, nötig sind 20 %). Dreh dich zum Fenster oder zur Lampe.
reject-overexposed-light_burnt_share = zu hell: { $light_burnt_share_percent } % deines Gesichts sind reines Weiß (höchstens 6 %). Geh aus dem direkten Licht.
warn-overexposed-light_burnt_share = eher hell ({ $light_burnt_share_percent } % deines Gesichts sind reines Weiß, höchstens 6 %). Weicheres Licht wäre besser.
reject-harsh_light-light_split_stops = auf einer Seite ist dein Gesicht { $light_split_stops } Blenden dunkler (höchstens 1,3). Dreh dich, bis beide Seiten Licht haben.
warn-harsh_light-light_split_stops = auf einer Seite ist dein Gesicht { $light_split_stops } Blenden dunkler (höchstens 1,3). Dreh dich etwas zum Licht.
reject-harsh_light-light_lost_share = { $light_lost_share_percent } % deines Gesichts liegen in schwarzem Schatten (höchstens 12 %). Dreh dich zum Licht.
warn-harsh_light-light_lost_share = { $light_lost_share_percent } % deines Gesichts liegen in schwarzem Schatten (höchstens 12 %). Dreh dich etwas zum Licht.
reject-profile_pose-nose_across = dein Kopf ist zu weit zur Seite gedreht. Dreh ihn zur Kamera.
warn-profile_pose-nose_across = dein Kopf ist weit zur Seite gedreht. Etwas mehr zur Kamera wäre besser.
reject-profile_pose-pitch_degrees = dein Kopf ist um { $pitch_degrees } Grad gesenkt (höchstens 27). Schau nach oben in die Kamera.
warn-profile_pose-pitch_degrees = dein Kopf ist um { $pitch_degrees } Grad gesenkt. Schau etwas höher.
reject-profile_pose-far_eye_seen = dein Kopf ist zu weit zur Seite gedreht. Dreh ihn zur Kamera.
reject-sunglasses-under_eyes_stops = ich sehe deine Augen kaum ({ $under_eyes_stops } Blenden dunkler als die Wangen, höchstens 1,6). Sonnenbrille ab, Gesicht zum Licht.
warn-sunglasses-under_eyes_stops = dunkel um die Augen ({ $under_eyes_stops } Blenden unter den Wangen, höchstens 1,6). Nimm getönte Gläser ab.
reject-sunglasses-eyes_seen = ich sehe deine Augen nicht. Nimm die Sonnenbrille ab und lass die Augen frei.
warn-sunglasses-eyes_seen = ich sehe deine Augen kaum. Lass sie ganz frei.
reject-occluded-face_inside_share = nur { $face_inside_share_percent } % deines Gesichts sind im Bild. Geh zurück oder in die Mitte.
warn-occluded-face_inside_share = { $face_inside_share_percent } % deines Gesichts sind im Bild. Geh etwas zurück.
reject-occluded-eye_to_side = der Bildrand schneidet dein Gesicht an. Geh zurück oder in die Mitte.
warn-occluded-eye_to_side = der Bildrand kommt deinem Gesicht nahe. Geh etwas zurück.
reject-occluded-mouth_seen = etwas verdeckt deinen Mund. Nimm Hände, Maske oder Tasse weg.
warn-occluded-mouth_seen = ich sehe deinen Mund kaum. Halt ihn frei von Händen und Tassen.
warn-eyes_closed-eye_opening = deine Augen wirken geschlossen. Eins mit offenen Augen wäre besser.
reject-not_a_photo-painted = das wirkt gemalt, geformt oder gerendert ({ $painted_percent } %, Fotos bleiben unter 75 %). Schick ein unbearbeitetes Foto.
reject-filter_or_cartoon-fill = deine Haut ist flach zwischen harten Kanten, wie nach einem Filter. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-grain = dein Gesicht besteht nur aus Kanten und Flächen, wie nach einem Filter. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-tones = dein Gesicht hat nur noch wenige Farbtöne, wie nach einem Filter. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-outlines = um die Gesichtszüge sind dunkle Linien gezogen. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-eye_depth = die Augen sind nicht dunkler als die Wangen, wie in einem Negativ. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-skin_off = über dem Bild liegt ein Farbfilter ({ $skin_off } Stufen daneben, höchstens 10). Schalte ihn aus.
reject-filter_or_cartoon-cast = über allem liegt eine einzige Farbe. Schalte den Farbfilter oder das farbige Licht aus.
reject-filter_or_cartoon-chroma_peak = die Farben sind viel zu kräftig. Schick das Foto unbearbeitet.
reject-filter_or_cartoon-stretch = das Bild wirkt gestreckt oder gestaucht. Schick es, wie die Kamera es gemacht hat.
reject-not_a_photo-page = { $page_percent } % dieses Bildes sind die Seite um das Foto herum. Schick das Foto selbst, keinen Screenshot.
reject-not_a_photo-screen = das sieht aus wie ein abfotografierter Bildschirm ({ $screen_percent } %). Schick das Foto selbst.
reject-not_a_photo-paper = { $paper_percent } % des Gesichts sind leeres Papier. Schick ein Foto, keine Zeichnung.
reject-not_a_photo-lines = das Gesicht besteht nur aus Linien, ohne Licht und Schatten. Schick ein Foto, keine Zeichnung.
reject-not_a_photo-pallor = das Gesicht hat keine Farbe, der Rest des Bildes schon. Schick ein Foto von dir.
reject-unreadable-not_an_image = diese Datei ist kein Bild, egal wie sie heißt. Schick ein Foto als JPEG, PNG, WebP, HEIC oder AVIF.
reject-unreadable-unsupported_format = diese Art Bild kann ich nicht lesen. Schick ein Foto als JPEG, PNG, WebP, HEIC oder AVIF.
reject-unreadable-damaged = die Datei ist beschädigt oder unvollständig. Schick sie noch einmal oder eine andere.
reject-unreadable-too_many_pixels = dieses Bild hat { $megapixels } Megapixel, ich nehme bis zu 50. Schick ein normales Foto.
reject-unreadable-too_small = das Bild ist winzig: kurze Seite { $short_side_px } px, gut sind ab 512. Schick das { original }.
reject-unreadable-too_heavy = diese Datei ist zu groß für ein Foto. Schick sie als normales Foto.

## Looks

looks-ask = Such dir bis zu { $most } Looks aus. Von jedem mache ich { $each } Porträts.
look-line = • { $title }: { $about }
looks-enough = Das sind { $most } Looks, mehr gehen nicht in einen Auftrag. Schalte einen aus, um einen anderen zu wählen, oder mach weiter.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] Weiter mit 1 Look ➜
   *[other] Weiter mit { $count } Looks ➜
}
looks-placeholder = Bis zu { $most } Looks auswählen
unknown-look = Diesen Look gibt es nicht mehr. Das sind die aktuellen.
style-linkedin = LinkedIn
style-linkedin-about = Studiograu, offen und nahbar
style-cv = Bewerbung
style-cv-about = schlichtes Weiß, sachlich und klar
style-corporate = Business
style-corporate-about = Marineblau, kühl und seriös
style-startup = Start-up
style-startup-about = warmes Beige, Fensterlicht, entspannt
style-speaker = Speaker
style-speaker-about = Marineblau, kräftiges Licht von einer Seite
style-creative = Kreativ
style-creative-about = warmes Beige, matte Filmfarben
style-outdoor = Outdoor
style-outdoor-about = deine eigene Umgebung, sanft verschwommen
style-dating = Dating
style-dating-about = deine eigene Umgebung, warmes Licht
style-instagram = Instagram
style-instagram-about = deine eigene Umgebung, frische Farben
style-monochrome = Schwarz-Weiß
style-monochrome-about = klassisches Studioporträt ohne Farbe
style-academic = Wissenschaft
style-academic-about = warmes Beige, natürliche Farben
style-realestate = Immobilien
style-realestate-about = Weiß, hell und klar

## Background

background-ask = Welcher Hintergrund?
background-look = Passend zum Look
background-grey = Studiograu
background-white = Weiß
background-navy = Marineblau
background-warm = Warmes Beige
background-own = Dein eigener, unscharf
background-placeholder = Hintergrund auswählen
unknown-background = Diesen Hintergrund gibt es nicht mehr. Das sind die aktuellen.

## Confirmation

confirm-looks = { $count } Porträts: { $looks }.
confirm-background = Hintergrund: { $background }.
confirm-photos = { $count ->
    [one] Aus deinem einen Foto.
   *[other] Aus den besten deiner { $count } Fotos.
}
confirm-time = Das dauert { $time }.
confirm-no-worker = Das Studio läuft gerade nicht. Dein Auftrag bleibt gespeichert und wird ausgeführt, sobald es wieder da ist.
confirm-paused = Das Studio macht gerade Pause. Dein Auftrag behält seinen Platz und wird ausgeführt, sobald es wieder öffnet.
confirm-after-own = Dieser Auftrag kommt nach deinen anderen dran.
confirm-generated = Ein KI-Modell macht aus deinen Selfies neue Bilder: andere Kleidung, anderes Licht, anderer Hintergrund. Dein Gesicht soll deins bleiben; sieh bitte genau hin, bevor du sie verwendest.
confirm-honest = Ich retuschiere dein eigenes Foto wie im Fotostudio: Ausschnitt, Licht, Farbe, Hintergrund, Haut mit erhaltener Struktur. Gesicht und Kleidung bleiben, wie sie sind.
choice-make = ✨ { $count } Porträts erstellen
choice-change-looks = Looks ändern
choice-change-background = Hintergrund ändern
choice-add-photos = Fotos hinzufügen
time-unknown = etwa eine Minute
time-seconds = etwa { $count } Sekunden
time-minutes = { $count ->
    [one] etwa eine Minute
   *[other] etwa { $count } Minuten
}

## The order

order-next = Du bist als Nächstes dran. Noch { $time }, dann sind deine { $total } Porträts fertig.
order-in-line = Du bist Nummer { $place } in der Warteschlange. Noch { $time }, dann sollten deine Porträts fertig sein.
order-no-worker = Dein Auftrag ist sicher gespeichert. Das Studio läuft gerade nicht; sobald es wieder da ist, fange ich an und melde mich hier.
order-after-own = Dein Auftrag ist angenommen: { $total } Porträts. Er ist Nummer { $place } deiner eigenen Aufträge; ich fange damit an, sobald die davor fertig sind.
order-paused = Dein Auftrag ist sicher gespeichert und behält seinen Platz. Das Studio macht gerade Pause; sobald es wieder öffnet, mache ich weiter und melde mich hier.
order-making = Ich mache deine Porträts: { $done } von { $total } fertig.
order-done = ✅ Fertig.
order-cancelled = Abgebrochen. Von diesem Auftrag wird nichts mehr erstellt.
order-cancelled-kept = Was bis dahin fertig war, findest du unter /results.
order-failed-photos_gone = Ich konnte diese Porträts nicht machen: Die Selfies dafür wurden inzwischen gelöscht. Bitte schick mit /new neue.
order-failed-no_usable_photo = Ich konnte diese Porträts nicht machen: Auf keinem der Fotos war dein Gesicht gut genug zu finden. Bitte schick mit /new andere.
order-failed-out_of_memory = Tut mir leid: Beim Erstellen deiner Porträts ist meinem Rechner dreimal der Speicher ausgegangen. Deine Fotos sind sicher. Bitte versuch es in ein paar Minuten noch einmal.
order-failed-disk_full = Tut mir leid: Meine Festplatte ist voll, ich konnte deine Porträts nicht speichern. Deine Fotos sind sicher. Bitte versuch es später noch einmal; wer mich betreibt, weiß Bescheid.
order-failed-timed_out = Tut mir leid: Deine Porträts haben viel länger gedauert, als sie sollten, deshalb habe ich nach drei Versuchen aufgehört. Deine Fotos sind sicher. Bitte versuch es noch einmal.
order-failed-mode_not_served = Ich konnte diese Porträts nicht machen: Auf diese Art geht es im Moment nicht. Deine Fotos sind sicher. Bitte versuch es mit /new auf andere Art; wer mich betreibt, weiß Bescheid.
order-failed-adapter_refused = Ich konnte diese Porträts nicht machen: Dein persönliches Modell ließ sich nicht verwenden. Deine Fotos sind sicher. Bitte lass es neu erstellen oder bestelle ohne.
order-failed-blank_picture = Tut mir leid: Statt Porträts sind mehrmals nur leere Bilder herausgekommen. Deine Fotos sind sicher. Bitte versuch es noch einmal; passiert es wieder, hilft vielleicht ein anderer Look.
order-failed-engine = Tut mir leid: Beim Erstellen deiner Porträts ist dreimal etwas schiefgegangen. Deine Fotos sind sicher. Bitte versuch es noch einmal; passiert es wieder, helfen vielleicht andere Fotos.
failed-next = Was möchtest du tun?
cancelled-next = Deine Fotos sind noch da. Was möchtest du tun?
orders-enough = Bei dir sind { $count } Aufträge in Arbeit, mehr gehen nicht gleichzeitig. Bestell wieder, wenn einer davon fertig ist, oder brich einen mit seinem Button ab.
budget-spent = { $left ->
    [0] Du hast für heute alle Porträts bestellt, die ich dir machen kann. Um Mitternacht (UTC) geht es von vorn los.
   *[other] Dieser Auftrag hat { $asked } Porträts, ich kann dir heute aber nur noch { $left } machen. Nimm weniger Looks oder komm nach Mitternacht (UTC) wieder, dann geht es von vorn los.
}
queue-full = Gerade warten so viele Menschen, dass ich keine Aufträge mehr annehmen kann. Deine Auswahl bleibt erhalten: Bitte versuch es etwas später noch einmal.
queue-full-time = Ein Auftrag würde jetzt { $time } dauern.
busy-new = Deine Fotos werden gebraucht, bis deine Porträts fertig sind. Wenn du neu anfangen willst, brich die Porträts zuerst ab.
choice-cancel = ✖ Abbrechen
choice-cancel-number = ✖ { $number } abbrechen
choice-cancel-all = ✖ Alle abbrechen
preview-note = Eine schnelle Vorschau aus deinem eigenen Foto. Die fertigen Porträts folgen hier und sehen anders aus.
choice-retry = Nochmal versuchen
cancel-over = Hier gibt es nichts mehr abzubrechen: Dieser Auftrag ist vorbei.
cancel-nothing = Es gibt nichts abzubrechen.
cancelled-choosing = Abgebrochen. Deine Fotos sind noch da.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] 1 Porträt, sobald die darüber fertig sind.
   *[other] { $total } Porträts, sobald die darüber fertig sind.
}
status-nothing = Gerade sind keine Porträts in Arbeit.

## Results

result-album = { $count ->
    [one] Hier ist dein Porträt.
   *[other] Hier sind deine { $count } Porträts.
}
result-caption = { $look }
result-file = In voller Größe, mit allen Details:
result-ready = { $count ->
    [one] Dieses Porträt gehört dir.
   *[other] Diese { $count } Porträts gehören dir.
}
result-next = Was möchtest du als Nächstes tun?
result-none = Im Moment gibt es keine Porträts zu zeigen.
result-none-yet = Du hast noch keine Porträts.
result-gone = Diese Porträts sind gelöscht, ihre Zeit war um. Ich kann neue machen.
note-retouched = Ich habe dein eigenes Foto retuschiert und deine Kleidung nicht verändert.
note-generated = { $count ->
    [one] Dieses Bild hat ein KI-Modell gemacht. Sieh bitte genau hin, ob das wirklich du bist, bevor du es verwendest.
   *[other] Diese { $count } Bilder hat ein KI-Modell gemacht. Sieh bitte genau hin, ob das wirklich du bist, bevor du sie verwendest.
}
note-enlarged = Dein Foto hatte weniger Details, als diese Größe braucht, deshalb habe ich es etwas vergrößert. Ein größeres Original ergibt ein schärferes Porträt.
note-soft_source = Dein Foto ist etwas weich, und so ist auch das Porträt. Ein schärferes Original hilft.
note-kept_background = Wo sich der Hintergrund nicht sauber austauschen ließ, habe ich deinen eigenen behalten, sanft verschwommen.
note-smaller = Etwas kleiner als üblich, weil mein Rechner wenig Speicher frei hatte.
note-tight_crop = Dein Foto lässt wenig Platz um dich herum, deshalb ist der Ausschnitt enger als üblich.
result-liked = Danke, schön, dass sie dir gefallen.
result-disliked = Danke, dass du es sagst. Mit „Mehr wie ich“ bleibe ich näher an deinen Fotos; auch andere Fotos helfen, scharf und in weichem Licht.
closer-offer = Siehst du dir nicht ähnlich genug? Ich kann diese Porträts noch einmal machen und dabei näher an deinen Fotos bleiben.
same-photos-gone = Einige der Fotos, aus denen diese Porträts entstanden sind, wurden gelöscht. Deshalb werden die neuen etwas anders.
choice-again = 🔁 Nochmal, aber anders
choice-same = ♻ Nochmal genauso
choice-closer = 🙂 Mehr wie ich
choice-like = 👍 Gefallen mir
choice-dislike = 👎 Nichts für mich
choice-forget = 🗑 Diese löschen
choice-another = 🎨 Anderer Look
choice-full = ⬇ Volle Größe
choice-over = 📷 Neu anfangen
forget-ask = { $count ->
    [one] Dieses Porträt löschen? Es wird sofort und endgültig gelöscht und aus dem Chat entfernt, soweit der Chat das zulässt. Deine Fotos bleiben.
   *[other] Diese { $count } Porträts löschen? Sie werden sofort und endgültig gelöscht und aus dem Chat entfernt, soweit der Chat das zulässt. Deine Fotos bleiben.
}
choice-forget-yes = 🗑 Ja, löschen
choice-forget-no = Nein, behalten
forget-unfinished = Diese Porträts sind noch in Arbeit. Brich sie zuerst ab, dann lassen sie sich löschen.
set-deleted = Gelöscht. Diese Porträts sind endgültig weg.

## Language: each by its own name, the same in every file

language-ask = Welche Sprache soll ich sprechen?
language-placeholder = Sprache auswählen
language-set = Ab jetzt spreche ich Deutsch.
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
    Dein Code, zehn Minuten gültig und nur einmal verwendbar:

    { $code }

    Schick im anderen Chat /link { $code }
    Danach sind beide Chats eins: dieselben Fotos, Aufträge und Porträts.
link-chats = Bisher verbunden: { $chats }.
link-joined = Erledigt: Beide Chats sind jetzt eins, mit denselben Fotos, Aufträgen und Porträts. Ich antworte in dem, den du zuletzt benutzt hast.
link-wrong = Dieser Code funktioniert nicht. Vielleicht ist er vertippt, schon benutzt oder älter als zehn Minuten. Schick im anderen Chat /link, dann bekommst du einen neuen.
link-own = Dieser Code gehört zu genau diesem Konto. Gib ihn im anderen Chat ein: dem, der dazukommen soll.
link-busy = In einem der beiden Chats sind noch Porträts in Arbeit. Verbinde die Chats bitte, sobald die fertig sind.
link-often = Das waren zu viele falsche Codes. Bitte versuch es in einer Stunde noch einmal.
platform-telegram = Telegram
platform-discord = Discord
platform-local = die Seite in deinem Browser
platform-other = ein anderer Chat

## Deletion

delete-ask =
    Alles löschen? Deine Selfies, deine Porträts, deine Auswahl und deine Zustimmung werden sofort und endgültig gelöscht. Das lässt sich nicht rückgängig machen.
choice-delete = 🗑 Ja, alles löschen
choice-keep = Nein, behalten
delete-kept = Es wurde nichts gelöscht.
delete-receipt =
    Gelöscht. Das ist deine Bestätigung:
    • { $selfies ->
        [one] 1 Selfie
       *[other] { $selfies } Selfies
    }, { $portraits ->
        [one] 1 Porträt
       *[other] { $portraits } Porträts
    }, { $orders ->
        [one] 1 Auftrag
       *[other] { $orders } Aufträge
    }, { $messages ->
        [one] 1 Nachricht
       *[other] { $messages } Nachrichten
    }
    • { $objects ->
        [one] 1 verschlüsselte Datei
       *[other] { $objects } verschlüsselte Dateien
    } und der Schlüssel dazu
    • am { $when } (UTC)
    Hier ist nichts mehr über dich gespeichert. Was der Chatdienst von unseren Nachrichten behält, kannst du dort löschen. Mit /start geht es von vorn los.

## Help and wrong turns

help =
    Ich mache aus deinen Selfies professionelle Porträts.
    1. Schick Fotos von dir: Eins genügt, vier bis acht sind am besten.
    2. Such dir Looks und einen Hintergrund aus.
    3. Bestätige, und die Porträts kommen hierher. Währenddessen kannst du weitere Fotos schicken und mehr bestellen.
    Unter den Porträts kannst du neue machen lassen, mehr Ähnlichkeit verlangen, sie bewerten oder löschen.

    /new – mit neuen Fotos beginnen
    /status – wo deine Aufträge stehen
    /results – deine neuesten Porträts
    /cancel – abbrechen, was gerade läuft
    /language – Sprache wählen
    /link – mehrere Chats verbinden
    /privacy – wie ich mit deinen Fotos umgehe
    /delete – alles löschen
unknown-command = Diesen Befehl kenne ich nicht. /help zeigt alle, die ich kenne.
old-button = Dieser Button gehört zu einem früheren Schritt. Hier sind wir jetzt:
words-selfies = Ich arbeite mit Fotos und Buttons, mit Text kann ich nichts anfangen. Bitte schick ein Foto von dir.
words-looks = Bitte wähle unten aus.
words-background = Bitte wähle unten aus.
words-confirm = Bitte benutze die Buttons: Mit „Porträts erstellen“ geht es los, oder ändere vorher noch etwas.
words-waiting = Ich bin dabei. Sobald es etwas zu sehen gibt, melde ich mich hier. Du kannst inzwischen weitere Fotos schicken.
words-result = Bitte benutze die Buttons oder schick ein neues Foto.
private-only = Lass uns unter vier Augen reden: Fotos von dir gehen sonst niemanden etwas an. Öffne einen Chat mit mir und schick /start.
something-wrong = Tut mir leid, bei mir ist etwas schiefgegangen, das hat nicht geklappt. Es ist nichts verloren. Bitte versuch es gleich noch einmal.

## Commands, as shown in the menu

command-start = Loslegen
command-new = Mit neuen Fotos beginnen
command-status = Wo deine Aufträge stehen
command-results = Deine neuesten Porträts
command-cancel = Abbrechen, was gerade läuft
command-language = Sprache wählen
command-link = Mehrere Chats verbinden
command-help = So funktioniert es
command-privacy = Wie ich mit deinen Fotos umgehe
command-delete = Alles über dich löschen

## Operators

banned = Die Betreiber dieses Studios haben diesen Chat gesperrt. Ich antworte hier nicht mehr. Was über dich gespeichert ist, kannst du weiterhin löschen: Schick /delete.

## Telegram

telegram-description =
    Ich mache aus ein paar Selfies professionelle Porträts, auf denen du immer noch du bist.

    Schick Fotos, such dir einen Look aus, und die Porträts kommen in diesen Chat. Zu jedem Foto sage ich dir, ob es hilft, und wenn nicht, warum.

    Deine Fotos werden schon beim Empfang verschlüsselt und nur für deine Porträts verwendet. Mit /delete löschst du jederzeit alles auf einmal.
telegram-short-description = Professionelle Porträts aus deinen Selfies, auf denen du immer noch du bist. /delete löscht alles.
choice-private = 💬 Unseren Chat öffnen
command-start-in-group = Unter vier Augen mit mir reden
command-stats = Zahlen des letzten Tages
command-queue = Wer in der Warteschlange steht
command-pause = Aufträge warten lassen
command-resume = Aufträge wieder ausführen
command-ban = Jemanden sperren
command-unban = Jemanden wieder zulassen
command-broadcast = Allen schreiben

## Discord: names of commands and options are one word in small letters

discord-private = Lass uns unter vier Augen reden: Fotos von dir gehen sonst niemanden etwas an. Ich antworte in unseren Direktnachrichten.
discord-open = 💬 Unseren Chat öffnen
discord-closed = Ich kann dir nicht schreiben, weil du keine Direktnachrichten von mir annimmst. Erlaube sie in den Privatsphäre-Einstellungen eines Servers, auf dem wir beide sind, und schick dann hier oder dort /results.
discord-name-start = porträt
discord-name-new = neu
discord-name-status = status
discord-name-results = ergebnisse
discord-name-cancel = abbrechen
discord-name-language = sprache
discord-name-link = verbinden
discord-name-help = hilfe
discord-name-privacy = datenschutz
discord-name-delete = löschen
discord-name-photo = foto
discord-name-look = look
discord-name-code = code
discord-option-photo = Ein Foto von dir
discord-option-look = Der Look, den du möchtest
discord-option-code = Der Code aus dem anderen Chat
