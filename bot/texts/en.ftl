### Every sentence the bot says, in English. Warm, plain, exact, short.

## Welcome and consent

welcome =
    Hello! I am an automated headshot studio. Send me a few selfies, pick a look, and I make professional portraits that still look like you.
welcome-terms =
    Before you send anything:
    • Your photos are encrypted as they arrive, used only for your portraits, and never used to train anything for others.
    • To check your photos, to compare them with each other and to frame you I measure your face. The measurements serve only you and are never sold or shared.
    • Selfies are erased after { $selfies }, portraits after { $portraits }. /delete erases everything at once, at any time.
    • Send only photos of yourself, and only if you are 18 or older.
welcome-question = Do you agree?
welcome-photo = Thank you, but I have not kept that photo: first I need your agreement. Please send it again afterwards.
agree-first = First I need your agreement, then we can begin.
thanks = Thank you. You can change your mind at any time with /delete.
declined = That is fine. I have kept nothing. If you change your mind, press the button.
privacy =
    How your photos are treated

    What is kept: your selfies for { $selfies }, your portraits for { $portraits }, your choices, your language, how you rate portraits, and the addresses of your chats so that I can answer. Nothing you write is kept.
    How: encrypted with a key of your own, made for you when you agreed. Deleting destroys the key first, then the files.
    Who sees them: only the program that makes your portraits. They are never published, sold, or used to train anything for others.
    A photo that does not help is erased at once; only a small copy stays for the overview, as long as your selfies. A quick preview is erased when its order is over.
    Your face: measured to check a photo, to compare the photos of your set and to frame you. What tells one face from another stays in memory and is never stored. You agree to that, and you can withdraw with /delete.
    The pictures: made or retouched by a program. Do not use them for a passport, visa or other identity papers: those must show an unedited photo.

    /delete erases everything at once, for every chat you have joined with /link, and sends you a receipt.
span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}

choice-agree = ✅ I agree, I am 18 or older
choice-decline = No, thanks
choice-privacy = 🔒 How photos are treated
choice-language = 🌐 Language

## Photos

send-selfies = Now send me your selfies: one is enough, four to eight make the best set.
send-selfies-tips =
    What helps most:
    • daylight from the front, a window for example
    • your face large and sharp, eyes to the camera
    • head and shoulders in the picture, nobody else in it
    • no filters, no sunglasses
send-selfies-file = Tip: chats shrink photos. Sent as a file, a photo keeps all its detail.
send-more = Send as many more as you like.
new-set = Done: your earlier selfies are erased. Finished portraits are still under /results.
new-set-empty = Let us begin with new photos.
board-head = Photos that count: { $usable } of { $received }{ $checking ->
    [0] .
   *[other] , { $checking } being checked.
}
board-wait = Looking at your photos, a moment…
board-none = None of these will give a good portrait. Please send another one.
board-none-yet = None of these counts yet: please answer with the buttons, or send another one.
board-strangers = These photos seem to show different people. Please say with the buttons which are you, or send photos of yourself only.
board-few = That works. With four to eight photos I have more to choose from. Send more, or go on.
board-good = A good set. You can go on now.
advice-left = One more with your head turned a little to your right would help most.
advice-right = One more with your head turned a little to your left would help most.
advice-frontal = One more with your eyes straight to the camera would help most.
advice-expression = One more with another expression would help most, a smile or none.
advice-light = One more in other light would help most, by a window for example.
advice-occasion = One more from another day or place would help most.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }: usable
photos-more = … and { $count ->
    [one] 1 more: the picture says why.
   *[other] { $count } more: the picture says why.
}
photos-forgotten = 🗑 { $numbers }: erased, the time was over
photo-warn = { $number }. ☑️ usable: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ There is another face, { $second_face_share_percent } % as large as the first. Is the ringed one you? If so, press “use this face”.
photo-duplicate = { $number }. ♊ nearly the same as { $twin }, so only one of them counts. Send a different one.
photo-stranger = { $number }. ❓ somebody else? The face differs from the others by { $distance }, 0.6 is the limit. It counts only if you say it is you.
photo-doubtful = { $number }. ❓ is this you? The face differs from the others by { $distance }; one person's photos mostly stay below 0.5.
board-erased = These photos were erased.
choice-claim-face = { $number }: use this face
choice-claim-me = { $number }: it is me
choice-drop = { $number }: not me, leave it out
choice-photos-done = { $usable ->
    [one] Go on with 1 photo ➜
   *[other] Go on with { $usable } photos ➜
}
photos-enough = I already have { $most } photos, which is the most I can use. This one was not kept. Go on, or begin a new set with /new.
photo-for-next = This photo counts for your next order. The portraits being made now stay as you ordered them.
choice-upload = 📎 Send photos
too-big = This file is too large: I can take up to { $limit } MB. Please send it as a normal photo.
not-a-picture = I can only use pictures: JPEG, PNG, WebP, HEIC or AVIF. Please send a photo of yourself.
not-downloaded = I could not fetch that photo from the chat service, so I do not have it. Please send it again.
check-failed = I could not look at one of your photos, and that was my fault, not the photo's. I have erased it. Please send it again.
photos-needed = For that I need at least one usable photo of you. Please send one.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = no face
sheet-several_faces = several faces
sheet-face_too_small = small face
sheet-too_low_resolution = few details
sheet-blurred = blurred
sheet-too_dark = dark
sheet-overexposed = bright
sheet-harsh_light = hard shadow
sheet-profile_pose = head turned
sheet-sunglasses = sunglasses
sheet-occluded = face hidden
sheet-eyes_closed = eyes closed
sheet-filter_or_cartoon = altered
sheet-not_a_photo = not a photo
sheet-near_duplicate = duplicate
sheet-other_person = somebody else?
sheet-unreadable = unreadable
sheet-asks = which face?
sheet-doubtful = is this you?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] original as a file
   *[no] original
}
reject-other = this one will not give a good portrait. Send another one.
warn-other = not ideal, but it helps.

reject-no_face-faces = I cannot find a face. Send one where you look to the camera.
reject-no_face-certainty = I am not sure that this is a face ({ $certainty_percent } %, 62 % is the least). Send one where you look to the camera.
reject-no_face-animal = I am not sure that this is a person's face. Send one where you look to the camera.
reject-several_faces-second_face_share = there are { $faces } faces, the second { $second_face_share_percent } % as large as the first. Send one with only you in it.
warn-several_faces-second_face_share = somebody else is in the picture; I use the ringed face.
reject-face_too_small-face_width_share = your face takes { $face_width_share_percent } % of the width, 10 % is the least. Come closer.
reject-face_too_small-ied_px = your face is too small: { $ied_px } px between the eyes, 120 is good. Come closer, or send the { original }.
warn-face_too_small-ied_px = your face is a little small ({ $ied_px } px between the eyes, 120 is good). A closer one would be sharper.
reject-too_low_resolution-ied_px = there are { $ied_px } px between your eyes, 120 is good. Send the { original }.
reject-too_low_resolution-short_side_px = the picture is too small: its short side is { $short_side_px } px, 512 or more is good. Send the { original }.
warn-too_low_resolution-short_side_px = a little small ({ $short_side_px } px on the short side, 512 is good). The { original } would be sharper.
reject-too_low_resolution-squareness = the photo is heavily compressed or enlarged ({ $squareness_percent } % squares, 25 % is usual). Send the { original }.
warn-too_low_resolution-squareness = the photo is compressed ({ $squareness_percent } % squares, 25 % is usual). The { original } would be better.
reject-blurred-sharpness = your face is blurred: sharpness { $sharpness }, 55 is usual. Hold still and focus on your face, or send the { original }.
warn-blurred-sharpness = a little soft (sharpness { $sharpness }, 55 is usual). Hold still and focus on your face.
reject-too_dark-light_range = too dark: the light on your face spans { $light_range_percent } % of what a photo can hold, 20 % is the least. Turn to a window or a lamp.
warn-too_dark-light_range = rather dark (the light spans { $light_range_percent } %, 20 % is the least). Turn to a window or a lamp.
reject-overexposed-light_burnt_share = too bright: { $light_burnt_share_percent } % of your face is pure white, 6 % is the most. Step out of the direct light.
warn-overexposed-light_burnt_share = rather bright ({ $light_burnt_share_percent } % of your face is pure white, 6 % is the most). Softer light would be better.
reject-harsh_light-light_split_stops = one side of your face is { $light_split_stops } stops darker than the other, 1.3 is the most. Turn until the light falls on both.
warn-harsh_light-light_split_stops = one side of your face is { $light_split_stops } stops darker than the other, 1.3 is the most. Turn a little to the light.
reject-harsh_light-light_lost_share = { $light_lost_share_percent } % of your face lies in black shadow, 12 % is the most. Turn to the light.
warn-harsh_light-light_lost_share = { $light_lost_share_percent } % of your face lies in black shadow, 12 % is the most. Turn a little to the light.
reject-profile_pose-nose_across = your head is turned too far aside. Turn to the camera.
warn-profile_pose-nose_across = your head is turned far aside. A little more to the camera would be better.
reject-profile_pose-pitch_degrees = your head looks down by { $pitch_degrees } degrees, 27 is the most. Look up into the camera.
warn-profile_pose-pitch_degrees = your head looks down by { $pitch_degrees } degrees. Look up a little.
reject-profile_pose-far_eye_seen = your head is turned too far aside. Turn to the camera.
reject-sunglasses-under_eyes_stops = I cannot see your eyes well ({ $under_eyes_stops } stops darker than your cheeks, 1.6 is the most). Sunglasses off, face to the light.
warn-sunglasses-under_eyes_stops = dark around your eyes ({ $under_eyes_stops } stops below your cheeks, 1.6 is the most). Take tinted glasses off.
reject-sunglasses-eyes_seen = I cannot see your eyes. Take off sunglasses, and let nothing cover them.
warn-sunglasses-eyes_seen = I can hardly see your eyes. Let nothing cover them.
reject-occluded-face_inside_share = only { $face_inside_share_percent } % of your face is in the picture. Move back, or to the middle.
warn-occluded-face_inside_share = { $face_inside_share_percent } % of your face is in the picture. Move back a little.
reject-occluded-eye_to_side = the edge of the picture cuts your face. Move back, or to the middle.
warn-occluded-eye_to_side = the edge of the picture comes close to your face. Move back a little.
reject-occluded-mouth_seen = something covers your mouth. Take hands, masks and cups away.
warn-occluded-mouth_seen = I can hardly see your mouth. Leave it free of hands and cups.
warn-eyes_closed-eye_opening = your eyes look closed. One with them open would be better.
reject-not_a_photo-painted = this looks painted, carved or rendered ({ $painted_percent } %, photos stay below 75 %). Send a photo as the camera made it.
reject-filter_or_cartoon-fill = your skin is flat between hard edges, as after a filter. Send the photo as the camera made it.
reject-filter_or_cartoon-grain = your face is all edges and flat areas, as after a filter. Send the photo as the camera made it.
reject-filter_or_cartoon-tones = your face has only a few tones left, as after a filter. Send the photo as the camera made it.
reject-filter_or_cartoon-outlines = dark lines are drawn round the features. Send the photo as the camera made it.
reject-filter_or_cartoon-eye_depth = the eyes are no darker than the cheeks, as in a negative. Send the photo as the camera made it.
reject-filter_or_cartoon-skin_off = a colour filter lies over the picture ({ $skin_off } steps off, 10 is the most). Turn it off.
reject-filter_or_cartoon-cast = one colour lies over everything. Turn the colour filter off, or the coloured light.
reject-filter_or_cartoon-chroma_peak = the colours are far too strong. Send the photo as the camera made it.
reject-filter_or_cartoon-stretch = the picture looks stretched or squeezed. Send it as the camera made it.
reject-not_a_photo-page = { $page_percent } % of this picture is the page around the photo. Send the photo itself, no screenshot.
reject-not_a_photo-screen = this looks like a photo of a screen ({ $screen_percent } %). Send the photo itself.
reject-not_a_photo-paper = { $paper_percent } % of the face is blank paper. Send a photo, no drawing.
reject-not_a_photo-lines = the face is all lines, without light and shade. Send a photo, no drawing.
reject-not_a_photo-pallor = the face has no colour where the rest of the picture has. Send a photo of yourself.
reject-unreadable-not_an_image = this file is not a picture, whatever its name says. Send a JPEG, PNG, WebP, HEIC or AVIF photo.
reject-unreadable-unsupported_format = I cannot read this kind of picture. Send a JPEG, PNG, WebP, HEIC or AVIF photo.
reject-unreadable-damaged = the file is damaged or incomplete. Send it again, or another one.
reject-unreadable-too_many_pixels = this picture has { $megapixels } megapixels, and I take up to 50. Send a normal photo.
reject-unreadable-too_small = the picture is tiny: its short side is { $short_side_px } px, 512 or more is good. Send the { original }.
reject-unreadable-too_heavy = this file is too large for a photo. Send it as a normal photo.

## Looks

looks-ask = Choose up to { $most } looks. I make { $each } portraits of each.
look-line = • { $title }: { $about }
looks-enough = That is { $most } looks, the most for one order. Switch one off to choose another, or go on.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] Go on with 1 look ➜
   *[other] Go on with { $count } looks ➜
}
looks-placeholder = Choose up to { $most } looks
unknown-look = That look is no longer offered. Here are the ones I have.
style-linkedin = LinkedIn
style-linkedin-about = studio grey, open and approachable
style-cv = CV
style-cv-about = plain white, sober and clear
style-corporate = Corporate
style-corporate-about = navy, cool and serious
style-startup = Startup
style-startup-about = warm beige, window light, relaxed
style-speaker = Speaker
style-speaker-about = navy, strong light from one side
style-creative = Creative
style-creative-about = warm beige, matte film colours
style-outdoor = Outdoor
style-outdoor-about = your own surroundings, softly blurred
style-dating = Dating
style-dating-about = your own surroundings, warm light
style-instagram = Instagram
style-instagram-about = your own surroundings, fresh colours
style-monochrome = Black and white
style-monochrome-about = classic studio monochrome
style-academic = Academic
style-academic-about = warm beige, natural colours
style-realestate = Real estate
style-realestate-about = white, bright and clean

## Background

background-ask = Which background?
background-look = As each look has it
background-grey = Studio grey
background-white = White
background-navy = Navy
background-warm = Warm beige
background-own = Your own, blurred
background-placeholder = Choose a background
unknown-background = That background is no longer offered. Here are the ones I have.

## Confirmation

confirm-looks = { $count } portraits: { $looks }.
confirm-background = Background: { $background }.
confirm-photos = { $count ->
    [one] Made from your 1 photo.
   *[other] Made from the best of your { $count } photos.
}
confirm-time = It takes { $time }.
confirm-no-worker = The studio is not running at this moment. Your order is kept and made as soon as it is back.
confirm-paused = The studio is paused at the moment. Your order keeps its place and is made as soon as it is open again.
confirm-after-own = It is made after your other orders.
confirm-generated = An AI model makes new pictures from your selfies: other clothes, light and background. Your face should stay your own; please look closely before you use them.
confirm-honest = I retouch your own photo as a photographer would: framing, light, colour, background, skin with its texture kept. Your face and your clothes stay as they are.
choice-make = ✨ Make { $count } portraits
choice-change-looks = Change looks
choice-change-background = Change background
choice-add-photos = Add photos
time-unknown = about a minute
time-seconds = about { $count } seconds
time-minutes = { $count ->
    [one] about a minute
   *[other] about { $count } minutes
}

## The order

order-next = You are next: { $total } portraits, ready in { $time }.
order-in-line = You are number { $place } in line. Your portraits should be ready in { $time }.
order-no-worker = Your order is safe. The studio is not running at this moment; I start as soon as it is back and write to you here.
order-after-own = Your order is taken: { $total } portraits. It is number { $place } of your own orders; I begin it as soon as those before it are finished.
order-paused = Your order is safe and keeps its place. The studio is paused at the moment; I go on as soon as it is open again and write to you here.
order-making = Making your portraits: { $done } of { $total } finished.
order-done = ✅ Finished.
order-cancelled = Stopped. Nothing more of this order is being made.
order-cancelled-kept = What was finished by then is under /results.
order-failed-photos_gone = I could not make these portraits: the selfies for this order have been erased in the meantime. Please send new ones with /new.
order-failed-no_usable_photo = I could not make these portraits: in none of the photos could I find your face well enough. Please send others with /new.
order-failed-out_of_memory = I am sorry: my machine ran out of memory three times while making your portraits. Your photos are safe. Please try again in a few minutes.
order-failed-disk_full = I am sorry: my disk is full, so I could not store your portraits. Your photos are safe. Please try again later; whoever runs me has been told.
order-failed-timed_out = I am sorry: making your portraits took far longer than it should, so I stopped after three attempts. Your photos are safe. Please try again.
order-failed-mode_not_served = I could not make these portraits: they cannot be made in this way at the moment. Your photos are safe. Please try another way with /new; whoever runs me has been told.
order-failed-adapter_refused = I could not make these portraits: your personal model could not be used. Your photos are safe. Please have it made again, or order without it.
order-failed-blank_picture = I am sorry: instead of portraits only blank pictures came out, several times. Your photos are safe. Please try again; if it happens again, another look may help.
order-failed-engine = I am sorry: something went wrong while making your portraits, three times. Your photos are safe. Please try again; if it happens again, other photos may help.
failed-next = What would you like to do?
cancelled-next = Your photos are still here. What would you like to do?
orders-enough = You have { $count } orders on the way, which is the most at one time. Please order again when one of them is finished, or stop one with its button.
budget-spent = { $left ->
    [0] You have ordered all the portraits I can make for you today. At midnight UTC it begins anew.
   *[other] This order has { $asked } portraits, but I can make only { $left } more for you today. Choose fewer looks, or come back after midnight UTC, when it begins anew.
}
queue-full = So many people are waiting that I can take no more orders just now. Nothing of your choices is lost: please try again a little later.
queue-full-time = An order placed now would take { $time }.
busy-new = Your photos are needed until your portraits are finished. Stop those first if you want to begin anew.
choice-cancel = ✖ Cancel
choice-cancel-number = ✖ Cancel { $number }
choice-cancel-all = ✖ Cancel all
preview-note = A quick preview, made from your own photo. The finished portraits follow here and will look different.
choice-retry = Try again
cancel-over = There is nothing left to stop: that order is over.
cancel-nothing = There is nothing to stop.
cancelled-choosing = Stopped. Your photos are still here.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] 1 portrait, as soon as those above are finished.
   *[other] { $total } portraits, as soon as those above are finished.
}
status-nothing = No portraits are being made just now.

## Results

result-album = { $count ->
    [one] Here is your portrait.
   *[other] Here are your { $count } portraits.
}
result-caption = { $look }
result-file = In full size, every detail kept:
result-ready = { $count ->
    [one] This portrait is yours.
   *[other] These { $count } portraits are yours.
}
result-next = What would you like to do next?
result-none = There are no portraits to show at the moment.
result-none-yet = You have no portraits yet.
result-gone = Those portraits have been erased, their time was over. I can make new ones.
note-retouched = I retouched your own photo and did not change your clothes.
note-generated = { $count ->
    [one] An AI model made this picture. Please look closely whether it is really you before you use it.
   *[other] An AI model made these { $count } pictures. Please look closely whether they are really you before you use them.
}
note-enlarged = Your photo had less detail than this size needs, so I enlarged it a little. A larger original gives a sharper portrait.
note-soft_source = Your photo is a little soft, so the portrait is too. A sharper original helps.
note-kept_background = I kept your own background, softly blurred, where a clean cut-out was not possible.
note-smaller = I made this a little smaller than usual, since my machine was short of memory.
note-tight_crop = Your photo leaves little room around you, so the framing is closer than usual.
result-liked = Thank you, I am glad you like them.
result-disliked = Thank you for saying so. “Closer to me” keeps nearer to your photos; other photos, sharp and in soft light, help too.
closer-offer = Does it not look enough like you? I can make these portraits once more and keep nearer to your photos.
same-photos-gone = Some of the photos these portraits were made from have been erased, so the new ones will differ a little.
choice-again = 🔁 Again, but different
choice-same = ♻ The same again
choice-closer = 🙂 Closer to me
choice-like = 👍 I like them
choice-dislike = 👎 Not for me
choice-forget = 🗑 Delete these
choice-another = 🎨 Another look
choice-full = ⬇ Full size
choice-over = 📷 Start over
forget-ask = { $count ->
    [one] Delete this portrait? It is erased at once and for good, and taken out of the chat where the chat lets me. Your photos stay.
   *[other] Delete these { $count } portraits? They are erased at once and for good, and taken out of the chat where the chat lets me. Your photos stay.
}
choice-forget-yes = 🗑 Yes, delete
choice-forget-no = No, keep
forget-unfinished = These portraits are still being made. Stop that first, then they can be deleted.
set-deleted = Deleted. These portraits are gone for good.

## Language: each by its own name, the same in every file

language-ask = Which language shall I speak?
language-placeholder = Choose a language
language-set = From now on I speak English.
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
    Your code, good for ten minutes and for one use:

    { $code }

    In the other chat send /link { $code }
    From then on both chats are one: the same photos, orders and portraits.
link-chats = Joined so far: { $chats }.
link-joined = Done: both chats are one now, with the same photos, orders and portraits. I answer in the one you used last.
link-wrong = That code does not work. It may be mistyped, used already, or older than ten minutes. Send /link in the other chat for a new one.
link-own = That code was made for this very account. Enter it in the other chat, the one that is to be joined.
link-busy = Portraits are still being made for one of the two chats. Please join them when those are finished.
link-often = Those were too many wrong codes. Please try again in an hour.
platform-telegram = Telegram
platform-discord = Discord
platform-local = the page in your browser
platform-other = another chat

## Deletion

delete-ask =
    Delete everything? Your selfies, portraits, choices and your agreement are erased at once and for good. This cannot be undone.
choice-delete = 🗑 Yes, delete everything
choice-keep = No, keep it
delete-kept = Nothing was deleted.
delete-receipt =
    Deleted. This is your receipt:
    • { $selfies ->
        [one] 1 selfie
       *[other] { $selfies } selfies
    }, { $portraits ->
        [one] 1 portrait
       *[other] { $portraits } portraits
    }, { $orders ->
        [one] 1 order
       *[other] { $orders } orders
    }, { $messages ->
        [one] 1 message
       *[other] { $messages } messages
    }
    • { $objects ->
        [one] 1 encrypted file
       *[other] { $objects } encrypted files
    }, and the key they were encrypted with
    • on { $when } (UTC)
    Nothing about you is stored here any more. What a chat service keeps of our messages you can delete there. /start begins anew.

## Help and wrong turns

help =
    I turn your selfies into professional portraits.
    1. Send photos of yourself: one is enough, four to eight are best.
    2. Choose looks and a background.
    3. Confirm, and the portraits come here. You can send photos and order more meanwhile.
    Below the portraits you can have others made, ask for more likeness, rate them, or delete them.

    /new – begin with new photos
    /status – where your orders are
    /results – your latest portraits
    /cancel – stop what is going on
    /language – choose my language
    /link – use several chats as one
    /privacy – how your photos are treated
    /delete – erase everything
unknown-command = I do not know that command. /help lists the ones I know.
old-button = That button belongs to an earlier step. This is where we are:
words-selfies = I work with photos and buttons, so I cannot make use of text. Please send a photo of yourself.
words-looks = Please choose below.
words-background = Please choose below.
words-confirm = Please use the buttons: press “Make” to begin, or change something first.
words-waiting = I am at it. I write here as soon as there is something to see. You can send more photos meanwhile.
words-result = Please use the buttons, or send a new photo.
private-only = Let us talk in private: photos of you are nobody else's business. Open a chat with me and send /start.
something-wrong = I am sorry, something went wrong on my side and I could not do that. Nothing is lost. Please try again in a moment.

## Commands, as shown in the menu

command-start = Begin
command-new = Begin with new photos
command-status = Where your orders are
command-results = Your latest portraits
command-cancel = Stop what is going on
command-language = Choose my language
command-link = Use several chats as one
command-help = How it works
command-privacy = How your photos are treated
command-delete = Erase everything about you

## Operators

banned = The people who run this studio have stopped serving this chat. I no longer answer here. What is stored about you can still be erased: send /delete.

## Telegram

telegram-description =
    I turn a few selfies into professional portraits that still look like you.

    Send photos, choose a look, and the portraits come into this chat. I tell you for each photo whether it helps, and if not, why.

    Your photos are encrypted as they arrive and used only for your portraits. /delete erases everything at once, at any time.
telegram-short-description = Professional portraits from your selfies, still looking like you. /delete erases everything.
choice-private = 💬 Open our chat
command-start-in-group = Talk to me in private
command-stats = Figures of the last day
command-queue = Who is in line
command-pause = Let orders wait
command-resume = Make orders again
command-ban = Shut somebody out
command-unban = Let somebody in again
command-broadcast = Write to everybody

## Discord: names of commands and options are one word in small letters

discord-private = Let us talk in private: photos of you are nobody else's business. I answer in our direct messages.
discord-open = 💬 Open our chat
discord-closed = I cannot write to you, because you take no direct messages from me. Allow them in the privacy settings of a server where we both are, then send /results here or there.
discord-name-start = headshot
discord-name-new = new
discord-name-status = status
discord-name-results = results
discord-name-cancel = cancel
discord-name-language = language
discord-name-link = link
discord-name-help = help
discord-name-privacy = privacy
discord-name-delete = delete
discord-name-photo = photo
discord-name-look = look
discord-name-code = code
discord-option-photo = A photo of you
discord-option-look = The look you would like
discord-option-code = The code from the other chat
