### What operators are told, in English only: figures and short answers for a phone.

## /stats

staff-people = 👥 { $people } people, { $agreed } agreed; active: { $day } in 24 h, { $week } in 7 days
staff-orders = 📦 Orders in 24 h: { $done } done, { $failed } failed, { $cancelled } cancelled, { $queued } waiting, { $running } being made
staff-portraits = 🖼 Portraits in 24 h: { $portraits }; order to portraits { $median } (median)
staff-ratings = 👍 { $likes } 👎 { $dislikes } ({ $share } % liked)
staff-ratings-none = 👍 0 👎 0
staff-refused = 🚫 Refused since the start: { $budget } for the day's budget, { $room } for a full line
staff-failures = ⚠️ Failed since the start: { $causes }
staff-failures-none = ⚠️ Failed since the start: none
staff-cause = { $cause } { $count }
staff-paused = ⏸ Paused: orders are taken and wait. /resume goes on.

## /queue

staff-queue = 📋 { $count ->
    [0] Nobody is in line.
    [one] 1 unfinished order
   *[other] { $count } unfinished orders
}{ $making ->
    [0] {""}
   *[other] , { $making } being made
}
staff-order-queued = { $number }. { $order } of { $person }: waiting { $age }, attempt { $attempt }
staff-order-running = { $number }. { $order } of { $person }: made for { $age }, attempt { $attempt }
staff-queue-more = … and { $count } more
staff-worker = 🛠 { $engine }: { $queues }; { $waiting } waiting
staff-worker-cold = no engine yet
staff-workers-none = 🛠 No worker has announced itself.
staff-queue-away = 🛠 The queue is away: no worker can be asked. Is Redis running?

## Spans

staff-unknown = unknown
staff-seconds = { $count } s
staff-minutes = { $count } min
staff-hours = { $count } h

## /pause and /resume

staff-pause-on = ⏸ Paused, also after a restart. { $waiting } waiting, { $making } being made and finished. Orders are taken meanwhile. /resume goes on.
staff-pause-away = The queue is away: what waits in it is taken back by the next sweep that reaches it.
staff-pause-off = ▶️ Going on: { $waiting } waiting.

## /ban and /unban

staff-ban-how = Whom? As /queue shows people, or a chat: /ban 1a2b3c4d, /ban telegram:123, /ban discord:456. /unban is written the same way.
staff-ban-nobody = There is nobody of that name here. A chat can be banned before it says anything: /ban telegram:123.
staff-ban-several = Several people begin like that: write more of the id.
staff-ban-operator = That is an operator's chat: take it out of ADMINS first.
staff-ban-done = Banned: { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}, { $orders ->
    [one] 1 order
   *[other] { $orders } orders
} stopped. They are told once, and can still erase everything with /delete. The ban stays after that.
staff-unban-done = Served again: { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}.
staff-unban-not = That was not banned.

## /broadcast

staff-news-how = Write the announcement behind the command: /broadcast We are back. You see it before anybody gets it.
staff-news-long = That has { $length } characters, and { $most } fit into a message on every platform.
staff-news-ask = This is how it looks. It would reach { $count ->
    [one] 1 person
   *[other] { $count } people
}: who has agreed and not blocked us. Send it?
staff-news-send = 📣 Send
staff-news-drop = Drop it
staff-news-going = On its way, results first, at most { $pace } a second. I tell you when everybody has it.
staff-news-dropped = Dropped. Nobody got it.
staff-news-old = That was decided already.
staff-news-over = 📣 The announcement is out: { $count ->
    [one] 1 person has
   *[other] { $count } people have
} it, or it waits in the outbox of a platform that is away.
