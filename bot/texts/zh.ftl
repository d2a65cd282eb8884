### Every sentence the bot says, in Simplified Chinese. Warm, plain, exact, short.

## Welcome and consent

welcome =
    你好！我是自动形象照工作室。发几张自拍给我，选好风格，我就为你做出专业的形象照，看起来依然是你。
welcome-terms =
    发照片之前，请先了解：
    • 照片一到就会加密，只用来做你的形象照，绝不会拿去为别人训练任何东西。
    • 为了检查照片、互相比对并给你构图，我会测量你的脸。测量结果只为你服务，绝不出售或分享。
    • 自拍 { $selfies }后清除，形象照 { $portraits }后清除。随时发送 /delete，立即全部清除。
    • 请只发你本人的照片，并且你已年满 18 岁。
welcome-question = 你同意吗？
welcome-photo = 谢谢，不过那张照片我没有保存：要先得到你的同意。同意之后请再发一次。
agree-first = 要先得到你的同意，我们才能开始。
thanks = 谢谢。你随时可以用 /delete 改变主意。
declined = 没关系，我什么都没有保存。如果改变主意，按下面的按钮就好。
privacy =
    你的照片会怎样处理

    保存什么：自拍保存 { $selfies }，形象照保存 { $portraits }，还有你的选择、你的语言、你对形象照的评价，以及你各个聊天的地址，好让我回复你。你写的文字一概不保存。
    怎样保存：用你专属的密钥加密，密钥在你同意时生成。删除时先销毁密钥，再删文件。
    谁能看到：只有制作形象照的程序。照片绝不会公开、出售，也不会拿去为别人训练任何东西。
    用不上的照片会立即清除，只留一张小图放在总览里，保存时间与自拍相同。快速预览在它的订单结束时清除。
    你的脸：测量只为检查照片、比对你这一组照片，以及给你构图。能分辨人脸的数据只在内存里，从不存储。这一点经你同意，你也可以用 /delete 撤回。
    关于成片：它们由程序生成或修饰。请不要用在护照、签证或其他身份证件上，那里必须用未经修改的照片。

    /delete 会立即清除一切，对你用 /link 合并的每个聊天都有效，并给你一份回执。
span-days = { $count } 天
span-hours = { $count } 小时

choice-agree = ✅ 我同意，并已年满 18 岁
choice-decline = 不用了，谢谢
choice-privacy = 🔒 照片会怎样处理
choice-language = 🌐 语言

## Photos

send-selfies = 现在把自拍发给我吧：一张就够，四到八张效果最好。
send-selfies-tips =
    这样拍最有帮助：
    • 光线从正面来的日光，比如对着窗户
    • 脸要大、要清晰，眼睛看镜头
    • 拍到头和肩，画面里没有别人
    • 不用滤镜，不戴墨镜
send-selfies-file = 小提示：聊天软件会压缩照片。以文件形式发送，细节一点不丢。
send-more = 想再发多少张都可以。
new-set = 好了，之前的自拍已经清除。做好的形象照仍在 /results 里。
new-set-empty = 那就从新照片开始吧。
board-head = 可用照片：{ $usable } / { $received }{ $checking ->
    [0] 。
   *[other] ，还有 { $checking } 张正在检查。
}
board-wait = 正在看你的照片，请稍等…
board-none = 这些照片都做不出好的形象照，请再发一张。
board-none-yet = 目前还没有可用的照片：请按按钮回答，或者再发一张。
board-strangers = 这些照片看起来不是同一个人。请按按钮告诉我哪些是你，或者只发你本人的照片。
board-few = 这样就可以做了。有四到八张的话，我的选择会更多。可以再发几张，也可以直接继续。
board-good = 这组照片很好，可以继续了。
advice-left = 再来一张头稍微转向你右边的，最有帮助。
advice-right = 再来一张头稍微转向你左边的，最有帮助。
advice-frontal = 再来一张眼睛正对镜头的，最有帮助。
advice-expression = 再来一张换个表情的，最有帮助，笑或不笑都行。
advice-light = 再来一张换个光线的，最有帮助，比如在窗边。
advice-occasion = 再来一张在别的日子或别的地方拍的，最有帮助。
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }：可用
photos-more = … 还有 { $count } 张：原因写在图上。
photos-forgotten = 🗑 { $numbers }：已到期清除
photo-warn = { $number }. ☑️ 可用：{ $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ 还有一张脸，大小是第一张的 { $second_face_share_percent }%。圈出来的是你吗？是就按“用这张脸”。
photo-duplicate = { $number }. ♊ 和第 { $twin } 张几乎一样，两张只算一张。请换一张不同的。
photo-stranger = { $number }. ❓ 是别人吗？这张脸与其他照片相差 { $distance }，上限是 0.6。只有你说是本人才算数。
photo-doubtful = { $number }. ❓ 这是你吗？这张脸与其他照片相差 { $distance }；同一个人的照片大多低于 0.5。
board-erased = 这些照片已经清除。
choice-claim-face = { $number }：用这张脸
choice-claim-me = { $number }：是我
choice-drop = { $number }：不是我，去掉
choice-photos-done = 用 { $usable } 张照片继续 ➜
photos-enough = 我已经有 { $most } 张照片，最多只能用这么多，所以这张没有保存。请继续，或者用 /new 重新开始一组。
photo-for-next = 这张照片留给你的下一份订单。正在制作的形象照仍按你下单时的选择来做。
choice-upload = 📎 发送照片
too-big = 这个文件太大：我最多能接收 { $limit } MB。请当作普通照片发送。
not-a-picture = 我只能用图片：JPEG、PNG、WebP、HEIC 或 AVIF。请发一张你的照片。
not-downloaded = 我没能从聊天服务取到那张照片，所以没有收到。请再发一次。
check-failed = 你有一张照片我没能检查，这是我的问题，不怪照片。我已经把它清除，请再发一次。
photos-needed = 这需要至少一张可用的本人照片。请发一张给我。

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = 没有人脸
sheet-several_faces = 多张人脸
sheet-face_too_small = 脸太小
sheet-too_low_resolution = 细节不足
sheet-blurred = 模糊
sheet-too_dark = 太暗
sheet-overexposed = 太亮
sheet-harsh_light = 阴影太重
sheet-profile_pose = 头转开了
sheet-sunglasses = 墨镜
sheet-occluded = 脸被遮住
sheet-eyes_closed = 闭眼
sheet-filter_or_cartoon = 经过修改
sheet-not_a_photo = 不是照片
sheet-near_duplicate = 重复
sheet-other_person = 是别人？
sheet-unreadable = 无法读取
sheet-asks = 哪张脸？
sheet-doubtful = 是你吗？

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] 以文件形式发送原图
   *[no] 发送原图
}
reject-other = 这张做不出好的形象照。请换一张。
warn-other = 不算理想，但有帮助。

reject-no_face-faces = 我找不到人脸。请发一张看着镜头的。
reject-no_face-certainty = 我不确定这是不是人脸（把握 { $certainty_percent }%，至少要 62%）。请发一张看着镜头的。
reject-no_face-animal = 我不确定这是不是人的脸。请发一张看着镜头的。
reject-several_faces-second_face_share = 画面里有 { $faces } 张脸，第二张的大小是第一张的 { $second_face_share_percent }%。请发一张只有你自己的。
warn-several_faces-second_face_share = 画面里还有别人；我用圈出来的那张脸。
reject-face_too_small-face_width_share = 你的脸占画面宽度的 { $face_width_share_percent }%，至少要 10%。请靠近一些。
reject-face_too_small-ied_px = 你的脸太小：两眼相距 { $ied_px } 像素，120 才好。请靠近一些，或{ original }。
warn-face_too_small-ied_px = 脸有点小（两眼相距 { $ied_px } 像素，120 才好）。近一些会更清晰。
reject-too_low_resolution-ied_px = 你的两眼相距 { $ied_px } 像素，120 才好。请{ original }。
reject-too_low_resolution-short_side_px = 图片太小：短边 { $short_side_px } 像素，512 以上才好。请{ original }。
warn-too_low_resolution-short_side_px = 有点小（短边 { $short_side_px } 像素，512 才好）。{ original }会更清晰。
reject-too_low_resolution-squareness = 照片被严重压缩或放大过（方块痕迹 { $squareness_percent }%，通常是 25%）。请{ original }。
warn-too_low_resolution-squareness = 照片被压缩过（方块痕迹 { $squareness_percent }%，通常是 25%）。{ original }会更好。
reject-blurred-sharpness = 你的脸模糊了：清晰度 { $sharpness }，通常是 55。拿稳手机、对焦到脸，或{ original }。
warn-blurred-sharpness = 有点虚（清晰度 { $sharpness }，通常是 55）。请拿稳手机，对焦到脸。
reject-too_dark-light_range = 太暗：脸上的明暗只占照片所能记录的 { $light_range_percent }%，至少要 20%。请面向窗户或灯。
warn-too_dark-light_range = 偏暗（脸上的明暗占 { $light_range_percent }%，至少要 20%）。请面向窗户或灯。
reject-overexposed-light_burnt_share = 太亮：脸上有 { $light_burnt_share_percent }% 成了纯白，最多 6%。请避开直射光。
warn-overexposed-light_burnt_share = 偏亮（脸上有 { $light_burnt_share_percent }% 成了纯白，最多 6%）。柔和些的光会更好。
reject-harsh_light-light_split_stops = 你的半边脸比另半边暗 { $light_split_stops } 档，最多 1.3。请转一下，让光照到两边。
warn-harsh_light-light_split_stops = 你的半边脸比另半边暗 { $light_split_stops } 档，最多 1.3。请稍微转向光。
reject-harsh_light-light_lost_share = 脸上有 { $light_lost_share_percent }% 陷在全黑的阴影里，最多 12%。请转向光。
warn-harsh_light-light_lost_share = 脸上有 { $light_lost_share_percent }% 陷在全黑的阴影里，最多 12%。请稍微转向光。
reject-profile_pose-nose_across = 你的头侧得太多。请转向镜头。
warn-profile_pose-nose_across = 你的头侧得有点多。再转向镜头一点会更好。
reject-profile_pose-pitch_degrees = 你低头 { $pitch_degrees } 度，最多 27。请抬头看镜头。
warn-profile_pose-pitch_degrees = 你低头 { $pitch_degrees } 度。请稍微抬头。
reject-profile_pose-far_eye_seen = 你的头侧得太多。请转向镜头。
reject-sunglasses-under_eyes_stops = 我看不清你的眼睛（比脸颊暗 { $under_eyes_stops } 档，最多 1.6）。请摘下墨镜，脸朝向光。
warn-sunglasses-under_eyes_stops = 眼睛周围偏暗（比脸颊暗 { $under_eyes_stops } 档，最多 1.6）。请摘下有色眼镜。
reject-sunglasses-eyes_seen = 我看不到你的眼睛。请摘下墨镜，不要让东西挡住眼睛。
warn-sunglasses-eyes_seen = 我几乎看不到你的眼睛。不要让东西挡住它们。
reject-occluded-face_inside_share = 你的脸只有 { $face_inside_share_percent }% 在画面里。请退后一些，或站到中间。
warn-occluded-face_inside_share = 你的脸有 { $face_inside_share_percent }% 在画面里。请稍微退后。
reject-occluded-eye_to_side = 画面边缘切到了你的脸。请退后一些，或站到中间。
warn-occluded-eye_to_side = 画面边缘离你的脸很近。请稍微退后。
reject-occluded-mouth_seen = 有东西挡住了你的嘴。请把手、口罩和杯子拿开。
warn-occluded-mouth_seen = 我几乎看不到你的嘴。别让手或杯子挡住。
warn-eyes_closed-eye_opening = 你的眼睛好像闭着。睁开眼的会更好。
reject-not_a_photo-painted = 这看起来是画、雕刻或电脑生成的（{ $painted_percent }%，照片低于 75%）。请发相机直接拍出的照片。
reject-filter_or_cartoon-fill = 皮肤平成一片、边缘生硬，像加了滤镜。请发相机直接拍出的照片。
reject-filter_or_cartoon-grain = 脸上只剩边缘和平块，像加了滤镜。请发相机直接拍出的照片。
reject-filter_or_cartoon-tones = 脸上只剩几种色调，像加了滤镜。请发相机直接拍出的照片。
reject-filter_or_cartoon-outlines = 五官周围描了深色线条。请发相机直接拍出的照片。
reject-filter_or_cartoon-eye_depth = 眼睛不比脸颊暗，像底片一样。请发相机直接拍出的照片。
reject-filter_or_cartoon-skin_off = 照片上有一层颜色滤镜（偏差 { $skin_off } 级，最多 10）。请关掉滤镜。
reject-filter_or_cartoon-cast = 整张照片都蒙着一种颜色。请关掉颜色滤镜或彩色灯光。
reject-filter_or_cartoon-chroma_peak = 颜色浓得过头。请发相机直接拍出的照片。
reject-filter_or_cartoon-stretch = 照片看起来被拉长或压扁了。请发相机直接拍出的照片。
reject-not_a_photo-page = 这张图有 { $page_percent }% 是照片周围的页面。请发照片本身，不要截图。
reject-not_a_photo-screen = 这看起来是翻拍屏幕的照片（{ $screen_percent }%）。请发照片本身。
reject-not_a_photo-paper = 脸上有 { $paper_percent }% 是空白的纸。请发照片，不要发画。
reject-not_a_photo-lines = 这张脸只有线条，没有明暗。请发照片，不要发画。
reject-not_a_photo-pallor = 画面别处有颜色，脸上却没有。请发一张你的照片。
reject-unreadable-not_an_image = 不管文件名怎么写，这个文件不是图片。请发 JPEG、PNG、WebP、HEIC 或 AVIF 照片。
reject-unreadable-unsupported_format = 这种图片我读不了。请发 JPEG、PNG、WebP、HEIC 或 AVIF 照片。
reject-unreadable-damaged = 文件已损坏或不完整。请再发一次，或换一张。
reject-unreadable-too_many_pixels = 这张图片有 { $megapixels } 兆像素，我最多能处理 50 兆像素。请发一张普通照片。
reject-unreadable-too_small = 图片太小了：短边 { $short_side_px } 像素，512 以上才好。请{ original }。
reject-unreadable-too_heavy = 这个文件作为照片太大了。请当作普通照片发送。

## Looks

looks-ask = 最多选 { $most } 种风格，每种我做 { $each } 张形象照。
look-line = • { $title }：{ $about }
looks-enough = 已经选了 { $most } 种风格，一份订单最多这么多。取消一种再选别的，或者继续。
choice-look-on = ✓ { $title }
choice-looks-done = 用 { $count } 种风格继续 ➜
looks-placeholder = 最多选 { $most } 种风格
unknown-look = 这种风格已经不再提供。现在有这些：
style-linkedin = 领英
style-linkedin-about = 影棚灰背景，开朗亲切
style-cv = 简历
style-cv-about = 纯白背景，端正清爽
style-corporate = 商务
style-corporate-about = 藏蓝背景，冷静沉稳
style-startup = 创业
style-startup-about = 暖米色背景，窗边光，轻松自在
style-speaker = 演讲者
style-speaker-about = 藏蓝背景，一侧强光
style-creative = 创意
style-creative-about = 暖米色背景，哑光胶片色
style-outdoor = 户外
style-outdoor-about = 你自己的环境，柔和虚化
style-dating = 交友
style-dating-about = 你自己的环境，暖光
style-instagram = Instagram
style-instagram-about = 你自己的环境，色彩清新
style-monochrome = 黑白
style-monochrome-about = 经典影棚黑白
style-academic = 学术
style-academic-about = 暖米色背景，自然色彩
style-realestate = 房产
style-realestate-about = 白色背景，明亮干净

## Background

background-ask = 要什么背景？
background-look = 按各风格的来
background-grey = 影棚灰
background-white = 白色
background-navy = 藏蓝
background-warm = 暖米色
background-own = 你自己的，虚化
background-placeholder = 选择背景
unknown-background = 这种背景已经不再提供。现在有这些：

## Confirmation

confirm-looks = { $count } 张形象照：{ $looks }。
confirm-background = 背景：{ $background }。
confirm-photos = { $count ->
    [1] 用你的 1 张照片制作。
   *[other] 从你的 { $count } 张照片里选最好的来制作。
}
confirm-time = 需要{ $time }。
confirm-no-worker = 工作室眼下没有运行。你的订单会保留，一恢复就开始制作。
confirm-paused = 工作室目前暂停中。你的订单会保留位置，一恢复就开始制作。
confirm-after-own = 会在你的其他订单之后制作。
confirm-generated = AI 模型会根据你的自拍生成新照片：衣服、光线和背景都会换。脸应当还是你自己的；使用前请仔细看一看。
confirm-honest = 我会像摄影师那样修饰你自己的照片：构图、光线、色彩、背景，皮肤保留质感。你的脸和衣服都保持原样。
choice-make = ✨ 制作 { $count } 张形象照
choice-change-looks = 换风格
choice-change-background = 换背景
choice-add-photos = 添加照片
time-unknown = 大约一分钟
time-seconds = 大约 { $count } 秒
time-minutes = 大约 { $count } 分钟

## The order

order-next = 下一个就是你：{ $total } 张形象照，{ $time }后做好。
order-in-line = 你排在第 { $place } 位。形象照预计{ $time }后做好。
order-no-worker = 你的订单已妥善保留。工作室眼下没有运行；一恢复我就开始，并在这里告诉你。
order-after-own = 订单已收到：{ $total } 张形象照。它在你自己的订单里排第 { $place } 位，前面的一做完我就开始。
order-paused = 你的订单已妥善保留，位置不变。工作室目前暂停中；一恢复我就继续，并在这里告诉你。
order-making = 正在制作形象照：{ $total } 张已完成 { $done } 张。
order-done = ✅ 完成了。
order-cancelled = 已停止，这份订单不再继续制作。
order-cancelled-kept = 此前做好的形象照在 /results 里。
order-failed-photos_gone = 这些形象照没能做成：这份订单的自拍在这期间已被清除。请用 /new 发新的。
order-failed-no_usable_photo = 这些形象照没能做成：每张照片里我都没能看清你的脸。请用 /new 发别的照片。
order-failed-out_of_memory = 很抱歉：制作时我的机器三次内存不足。你的照片完好无损。请过几分钟再试。
order-failed-disk_full = 很抱歉：我的磁盘满了，没法保存你的形象照。你的照片完好无损。请晚些再试；我已通知运行我的人。
order-failed-timed_out = 很抱歉：制作时间远远超出正常，试了三次之后我停下了。你的照片完好无损。请再试一次。
order-failed-mode_not_served = 这些形象照没能做成：目前不能用这种方式制作。你的照片完好无损。请用 /new 换一种方式；我已通知运行我的人。
order-failed-adapter_refused = 这些形象照没能做成：你的专属模型无法使用。你的照片完好无损。请重新制作模型，或者不用它下单。
order-failed-blank_picture = 很抱歉：好几次出来的都是空白图片，不是形象照。你的照片完好无损。请再试一次；如果还是这样，换种风格也许有用。
order-failed-engine = 很抱歉：制作形象照时三次都出了错。你的照片完好无损。请再试一次；如果还是这样，换些照片也许有用。
failed-next = 接下来想怎么做？
cancelled-next = 你的照片都还在。接下来想怎么做？
orders-enough = 你有 { $count } 份订单正在进行，最多只能同时有这么多。等其中一份做完再下单，或者用按钮停掉一份。
budget-spent = { $left ->
    [0] 今天能为你做的形象照，你已经全部下单了。UTC 零点起重新计算。
   *[other] 这份订单有 { $asked } 张形象照，但今天我只能再为你做 { $left } 张。请少选几种风格，或者等 UTC 零点重新计算之后再来。
}
queue-full = 现在排队的人太多，我暂时没法再接订单。你选好的内容都不会丢：请过一会儿再试。
queue-full-time = 现在下单的话，需要{ $time }。
busy-new = 形象照做完之前还要用到你的照片。想重新开始的话，请先停止制作。
choice-cancel = ✖ 取消
choice-cancel-number = ✖ 取消第 { $number } 份
choice-cancel-all = ✖ 全部取消
preview-note = 这是用你自己的照片做的快速预览。做好的形象照随后发到这里，看起来会不一样。
choice-retry = 再试一次
cancel-over = 没什么可停的了：那份订单已经结束。
cancel-nothing = 现在没有可以停止的。
cancelled-choosing = 已停止。你的照片都还在。
status-line = { $number }. { $looks } – { $state }
status-waits = { $total } 张形象照，上面的一做完就开始。
status-nothing = 现在没有正在制作的形象照。

## Results

result-album = { $count ->
    [1] 你的形象照来了。
   *[other] 你的 { $count } 张形象照来了。
}
result-caption = { $look }
result-file = 完整尺寸，细节全部保留：
result-ready = { $count ->
    [1] 这张形象照归你了。
   *[other] 这 { $count } 张形象照归你了。
}
result-next = 接下来想做什么？
result-none = 眼下没有可以展示的形象照。
result-none-yet = 你还没有形象照。
result-gone = 那些形象照已到期清除。我可以再做新的。
note-retouched = 我修饰的是你自己的照片，没有改动你的衣服。
note-generated = { $count ->
    [1] 这张图由 AI 模型生成。使用前请仔细看看是不是真的像你。
   *[other] 这 { $count } 张图由 AI 模型生成。使用前请仔细看看是不是真的像你。
}
note-enlarged = 你的照片细节达不到这个尺寸，所以我稍微放大了一点。原图更大，形象照就更清晰。
note-soft_source = 你的照片有点虚，所以形象照也有点虚。清晰些的原图会有帮助。
note-kept_background = 抠不干净的地方，我保留了你自己的背景并柔和虚化。
note-smaller = 我的机器内存不足，所以这次做得比平时小一点。
note-tight_crop = 你的照片四周留白很少，所以构图比平时更近。
result-liked = 谢谢，很高兴你喜欢。
result-disliked = 谢谢你告诉我。按“更像我”，会更贴近你的照片；换些清晰、光线柔和的照片也有帮助。
closer-offer = 不够像你吗？我可以把这些形象照再做一次，更贴近你的照片。
same-photos-gone = 当初用来做这些形象照的照片，有些已经清除，所以新的会略有不同。
choice-again = 🔁 再做一次，换个样
choice-same = ♻ 原样再做一次
choice-closer = 🙂 更像我
choice-like = 👍 我喜欢
choice-dislike = 👎 不太满意
choice-forget = 🗑 删除这些
choice-another = 🎨 换种风格
choice-full = ⬇ 完整尺寸
choice-over = 📷 重新开始
forget-ask = { $count ->
    [1] 删除这张形象照吗？它会立即永久清除，聊天允许的话也会从聊天里撤下。你的照片会保留。
   *[other] 删除这 { $count } 张形象照吗？它们会立即永久清除，聊天允许的话也会从聊天里撤下。你的照片会保留。
}
choice-forget-yes = 🗑 是的，删除
choice-forget-no = 不，保留
forget-unfinished = 这些形象照还在制作中。请先停止制作，然后就可以删除。
set-deleted = 已删除。这些形象照已永久清除。

## Language: each by its own name, the same in every file

language-ask = 我该用哪种语言？
language-placeholder = 选择语言
language-set = 从现在起，我说中文。
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
    你的配对码，十分钟内有效，只能用一次：

    { $code }

    在另一个聊天里发送 /link { $code }
    之后两个聊天就合为一个：同样的照片、订单和形象照。
link-chats = 目前已合并：{ $chats }。
link-joined = 好了，两个聊天已合为一个，照片、订单和形象照都共用。我会在你最后用的那个聊天里回复。
link-wrong = 这个配对码不管用。可能是输错了、已经用过，或者超过了十分钟。请在另一个聊天里发送 /link 获取新的。
link-own = 这个配对码就是给当前账号的。请到另一个聊天里输入，也就是要合并的那个。
link-busy = 其中一个聊天还有形象照在制作中。请等做完再合并。
link-often = 输错的次数太多了。请一小时后再试。
platform-telegram = Telegram
platform-discord = Discord
platform-local = 浏览器里的页面
platform-other = 另一个聊天

## Deletion

delete-ask =
    全部删除吗？你的自拍、形象照、选择和同意记录会立即永久清除，无法恢复。
choice-delete = 🗑 是的，全部删除
choice-keep = 不，保留
delete-kept = 什么都没有删除。
delete-receipt =
    已删除。这是你的回执：
    • { $selfies } 张自拍、{ $portraits } 张形象照、{ $orders } 份订单、{ $messages } 条消息
    • { $objects } 个加密文件，连同加密所用的密钥
    • 时间：{ $when }（UTC）
    这里不再保存任何关于你的内容。聊天服务保留的消息，你可以在那边删除。发送 /start 可以重新开始。

## Help and wrong turns

help =
    我把你的自拍变成专业的形象照。
    1. 发你本人的照片：一张就够，四到八张最好。
    2. 选风格和背景。
    3. 确认之后，形象照就会发到这里。期间你可以继续发照片、再下订单。
    在形象照下方，你可以让我再做别的、做得更像你，也可以评价或删除。

    /new – 用新照片重新开始
    /status – 查看订单进度
    /results – 你最近的形象照
    /cancel – 停止正在做的事
    /language – 选择我的语言
    /link – 把几个聊天合为一个
    /privacy – 你的照片会怎样处理
    /delete – 清除一切
unknown-command = 我不认识这个命令。/help 列出了我认识的命令。
old-button = 那个按钮属于之前的步骤。现在我们在这里：
words-selfies = 我靠照片和按钮工作，文字用不上。请发一张你的照片。
words-looks = 请在下面选择。
words-background = 请在下面选择。
words-confirm = 请用按钮：按“制作”开始，或者先改一改。
words-waiting = 我正在做，一有东西可看就在这里告诉你。期间你可以继续发照片。
words-result = 请用按钮，或者发一张新照片。
private-only = 我们私下聊吧：你的照片不关别人的事。请打开与我的私聊，发送 /start。
something-wrong = 很抱歉，我这边出了点问题，没能做到。什么都没有丢失。请稍后再试。

## Commands, as shown in the menu

command-start = 开始
command-new = 用新照片重新开始
command-status = 查看订单进度
command-results = 你最近的形象照
command-cancel = 停止正在做的事
command-language = 选择我的语言
command-link = 把几个聊天合为一个
command-help = 使用方法
command-privacy = 你的照片会怎样处理
command-delete = 清除关于你的一切

## Operators

banned = 运营这个工作室的人已停止为这个聊天服务，我不会再在这里回复。这里保存的关于你的内容仍可清除：请发送 /delete。

## Telegram

telegram-description =
    我把几张自拍变成专业的形象照，看起来依然是你。

    发照片，选风格，形象照就会发到这个聊天里。每张照片有没有帮助，我都会告诉你；没有的话，也会说明原因。

    照片一到就会加密，只用来做你的形象照。随时发送 /delete，立即全部清除。
telegram-short-description = 用自拍做出专业的形象照，看起来依然是你。发送 /delete 即可清除一切。
choice-private = 💬 打开我们的聊天
command-start-in-group = 和我私聊
command-stats = 最近一天的数据
command-queue = 谁在排队
command-pause = 让订单先等着
command-resume = 恢复制作订单
command-ban = 封禁某人
command-unban = 解封某人
command-broadcast = 给所有人发消息

## Discord: names of commands and options are one word in small letters

discord-private = 我们私下聊吧：你的照片不关别人的事。我会在私信里回复你。
discord-open = 💬 打开我们的聊天
discord-closed = 我没法给你发消息，因为你不接收我的私信。请在我们都在的某个服务器的隐私设置里允许私信，然后在这里或那里发送 /results。
discord-name-start = 形象照
discord-name-new = 重新开始
discord-name-status = 进度
discord-name-results = 成片
discord-name-cancel = 取消
discord-name-language = 语言
discord-name-link = 合并
discord-name-help = 帮助
discord-name-privacy = 隐私
discord-name-delete = 删除
discord-name-photo = 照片
discord-name-look = 风格
discord-name-code = 配对码
discord-option-photo = 一张你的照片
discord-option-look = 你想要的风格
discord-option-code = 另一个聊天里的配对码
