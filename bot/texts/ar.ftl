### Every sentence the bot says, in Arabic. Warm, plain, exact, short.
### The mark U+200E stands where a command or a date would otherwise turn round within a line from right to left.

## Welcome and consent

welcome =
    مرحبًا! أنا استوديو آلي للصور الاحترافية. بضع صور سيلفي وإطلالة من اختيارك، وأُعدّ لك بورتريهات احترافية تبقى فيها أنت.
welcome-terms =
    قبل إرسال أي صورة:
    • تُشفَّر صورك فور وصولها، ولا تُستخدم إلا لبورتريهاتك، ولا تُستخدم أبدًا لتدريب أي شيء لغيرك.
    • لفحص صورك ومقارنتها ببعضها وضبط إطارها أقيس ملامح وجهك. هذه القياسات لك وحدك، ولا تُباع ولا تُشارَك أبدًا.
    • تُمحى صور السيلفي بعد { $selfies }، والبورتريهات بعد { $portraits }. والأمر { "\u200E" }/delete يمحو كل شيء فورًا وفي أي وقت.
    • الصور المقبولة صورك أنت فقط، ولمن بلغ 18 عامًا أو أكثر.
welcome-question = هل لي بموافقتك؟
welcome-photo = شكرًا، لكنني لم أحتفظ بتلك الصورة: أحتاج إلى موافقتك أولًا. يُرجى إرسالها مرة أخرى بعد ذلك.
agree-first = أحتاج إلى موافقتك أولًا، ثم نبدأ.
thanks = شكرًا لك. يمكنك تغيير رأيك في أي وقت بالأمر { "\u200E" }/delete.
declined = لا بأس، لم أحتفظ بأي شيء. وإن تغيّر رأيك فيكفي الضغط على الزر.
privacy =
    كيف تُعامَل صورك

    ما يُحفظ: صور السيلفي لمدة { $selfies }، والبورتريهات لمدة { $portraits }، واختياراتك، ولغتك، وتقييمك للبورتريهات، وعناوين محادثاتك كي أستطيع الرد. أما ما تكتبه فلا يُحفظ منه شيء.
    كيف يُحفظ: مشفَّرًا بمفتاح خاص بك أُنشئ عند موافقتك. وعند الحذف يُتلَف المفتاح أولًا، ثم الملفات.
    من يراها: البرنامج الذي يُعدّ بورتريهاتك فقط. لا تُنشر أبدًا ولا تُباع ولا تُستخدم لتدريب أي شيء لغيرك.
    الصورة التي لا تفيد تُمحى فورًا، ولا تبقى منها إلا نسخة صغيرة للوحة الصور، للمدة نفسها التي تبقاها صور السيلفي. أما المعاينة السريعة فتُمحى عند انتهاء طلبها.
    وجهك: يُقاس لفحص الصورة ومقارنة صور مجموعتك وضبط الإطار. وما يميّز وجهًا من آخر يبقى في الذاكرة المؤقتة ولا يُخزَّن أبدًا. هذا يتم بموافقتك، ويمكنك سحبها بالأمر { "\u200E" }/delete.
    الصور الناتجة: أنشأها برنامج أو عدّلها. يُرجى عدم استخدامها في جواز سفر أو تأشيرة أو أي وثيقة هوية: فهذه تتطلب صورة غير معدّلة.

    الأمر { "\u200E" }/delete يمحو كل شيء فورًا، لكل محادثة ربطتها بالأمر { "\u200E" }/link، ويرسل إليك إيصالًا.
span-days = { $count ->
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
span-hours = { $count ->
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $count } ساعات
   *[other] { $count } ساعة
}

choice-agree = ✅ أوافق، وعمري 18 عامًا أو أكثر
choice-decline = لا، شكرًا
choice-privacy = 🔒 كيف تُعامَل الصور
choice-language = 🌐 اللغة

## Photos

send-selfies = حان وقت صور السيلفي: صورة واحدة تكفي، ومن أربع إلى ثماني صور تعطي أفضل مجموعة.
send-selfies-tips =
    أكثر ما يفيد:
    • ضوء النهار من الأمام، من نافذة مثلًا
    • وجه كبير وواضح، والعينان إلى الكاميرا
    • الرأس والكتفان في الصورة، ولا أحد غيرك
    • بلا فلاتر وبلا نظارات شمسية
send-selfies-file = نصيحة: تطبيقات المحادثة تصغّر الصور. أما الصورة المرسلة كملف فتحتفظ بكل تفاصيلها.
send-more = يمكنك إرسال المزيد كما يحلو لك.
new-set = تم: مُحيت صور السيلفي السابقة. أما البورتريهات الجاهزة فما زالت في { "\u200E" }/results.
new-set-empty = لنبدأ بصور جديدة.
board-head = الصور الصالحة: { $usable } من { $received }{ $checking ->
    [0] .
   *[other] ، وقيد الفحص { $checking }.
}
board-wait = أنظر في صورك، لحظة من فضلك…
board-none = لن تعطي أي من هذه الصور بورتريهًا جيدًا. يُرجى إرسال صورة أخرى.
board-none-yet = لا تُحتسب أي من هذه الصور بعد: يُرجى الإجابة بالأزرار، أو إرسال صورة أخرى.
board-strangers = يبدو أن هذه الصور لأشخاص مختلفين. يُرجى تحديد صورك بالأزرار، أو إرسال صورك أنت فقط.
board-few = هذا يكفي. لكن من أربع إلى ثماني صور تتيح لي خيارات أكثر. يمكنك إرسال المزيد أو المتابعة.
board-good = مجموعة جيدة. يمكنك المتابعة الآن.
advice-left = أكثر ما يفيد الآن صورة أخرى ورأسك ملتفت قليلًا إلى يمينك.
advice-right = أكثر ما يفيد الآن صورة أخرى ورأسك ملتفت قليلًا إلى يسارك.
advice-frontal = أكثر ما يفيد الآن صورة أخرى وعيناك إلى الكاميرا مباشرة.
advice-expression = أكثر ما يفيد الآن صورة أخرى بتعبير مختلف، بابتسامة أو من دونها.
advice-light = أكثر ما يفيد الآن صورة أخرى في ضوء مختلف، قرب نافذة مثلًا.
advice-occasion = أكثر ما يفيد الآن صورة أخرى من يوم آخر أو مكان آخر.
photos-good = ✅ جيدة: { $numbers }
photos-usable = ☑️ صالحة: { $numbers }
photos-more = … و{ $count ->
    [one] صورة أخرى: تظهر في لوحة الصور.
    [two] صورتان أخريان: تظهران في لوحة الصور.
    [few] { $count } صور أخرى: تظهر في لوحة الصور.
   *[other] { $count } صورة أخرى: تظهر في لوحة الصور.
}
photos-forgotten = 🗑 مُحيت لانتهاء مدتها: { $numbers }
photo-warn = { $number }. ☑️ صالحة: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ يظهر وجه آخر حجمه { $second_face_share_percent }% من الأول. هل الوجه المحاط بدائرة وجهك؟ إن كان كذلك فالزر «اعتماد هذا الوجه».
photo-duplicate = { $number }. ♊ تكاد تطابق الصورة { $twin }، فتُحتسب واحدة منهما فقط. يُرجى إرسال صورة مختلفة.
photo-stranger = { $number }. ❓ شخص آخر؟ يختلف الوجه عن البقية بمقدار { $distance }، والحد 0.6. لا تُحتسب إلا بتأكيد منك.
photo-doubtful = { $number }. ❓ هل هذه صورتك؟ يختلف الوجه عن البقية بمقدار { $distance }، وصور الشخص الواحد تبقى غالبًا دون 0.5.
board-erased = مُحيت هذه الصور.
choice-claim-face = { $number }: اعتماد هذا الوجه
choice-claim-me = { $number }: هذه صورتي
choice-drop = { $number }: ليست لي، استبعادها
choice-photos-done = { $usable ->
    [one] المتابعة بصورة واحدة ←
    [two] المتابعة بصورتين ←
    [few] المتابعة مع { $usable } صور ←
   *[other] المتابعة مع { $usable } صورة ←
}
photos-enough = { $most ->
    [one] لديّ صورة واحدة بالفعل، وهذا أقصى ما يمكنني استخدامه.
    [two] لديّ صورتان بالفعل، وهذا أقصى ما يمكنني استخدامه.
    [few] لديّ { $most } صور بالفعل، وهذا أقصى ما يمكنني استخدامه.
   *[other] لديّ { $most } صورة بالفعل، وهذا أقصى ما يمكنني استخدامه.
} لم أحتفظ بهذه الصورة. يمكنك المتابعة، أو بدء مجموعة جديدة بالأمر { "\u200E" }/new.
photo-for-next = تُحتسب هذه الصورة لطلبك التالي. أما البورتريهات قيد الإعداد الآن فتبقى كما طلبتها.
choice-upload = 📎 إرسال صور
too-big = هذا الملف كبير جدًا: أقبل حتى { $limit } ميغابايت. يُرجى إرساله كصورة عادية.
not-a-picture = لا أستخدم إلا الصور: JPEG أو PNG أو WebP أو HEIC أو AVIF. يُرجى إرسال صورة لك.
not-downloaded = تعذّر عليّ جلب تلك الصورة من خدمة المحادثة، فهي ليست عندي. يُرجى إرسالها مرة أخرى.
check-failed = لم أتمكن من فحص إحدى صورك، والخطأ مني لا من الصورة. محوتها، فيُرجى إرسالها مرة أخرى.
photos-needed = أحتاج لهذا إلى صورة صالحة واحدة لك على الأقل. يُرجى إرسال صورة.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = بلا وجه
sheet-several_faces = عدة وجوه
sheet-face_too_small = وجه صغير
sheet-too_low_resolution = تفاصيل قليلة
sheet-blurred = ضبابية
sheet-too_dark = معتمة
sheet-overexposed = ساطعة
sheet-harsh_light = ظل حاد
sheet-profile_pose = رأس ملتفت
sheet-sunglasses = نظارة شمسية
sheet-occluded = وجه محجوب
sheet-eyes_closed = عينان مغمضتان
sheet-filter_or_cartoon = معدّلة
sheet-not_a_photo = ليست صورة
sheet-near_duplicate = مكررة
sheet-other_person = شخص آخر؟
sheet-unreadable = غير مقروءة
sheet-asks = أي وجه؟
sheet-doubtful = صورتك؟

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] الأصل كملف
   *[no] الأصل
}
reject-other = لن تعطي هذه الصورة بورتريهًا جيدًا. يُرجى إرسال صورة أخرى.
warn-other = ليست مثالية، لكنها تفيد.

reject-no_face-faces = لا أجد وجهًا. يُرجى إرسال صورة ونظرك فيها إلى الكاميرا.
reject-no_face-certainty = لست متأكدًا أن هذا وجه ({ $certainty_percent }%، والحد الأدنى 62%). يُرجى إرسال صورة ونظرك فيها إلى الكاميرا.
reject-no_face-animal = لست متأكدًا أن هذا وجه إنسان. يُرجى إرسال صورة ونظرك فيها إلى الكاميرا.
reject-several_faces-second_face_share = { $faces ->
    [one] هنا وجه واحد،
    [two] هنا وجهان،
    [few] هنا { $faces } وجوه،
    [many] هنا { $faces } وجهًا،
   *[other] هنا { $faces } وجه،
} وحجم الثاني { $second_face_share_percent }% من الأول. يُرجى إرسال صورة لك وحدك.
warn-several_faces-second_face_share = في الصورة شخص آخر، وسأعتمد الوجه المحاط بدائرة.
reject-face_too_small-face_width_share = يشغل وجهك { $face_width_share_percent }% من العرض، والحد الأدنى 10%. يُرجى الاقتراب.
reject-face_too_small-ied_px = وجهك صغير جدًا: { $ied_px } بكسل بين العينين، والجيد 120. يُرجى الاقتراب، أو إرسال { original }.
warn-face_too_small-ied_px = وجهك صغير قليلًا ({ $ied_px } بكسل بين العينين، والجيد 120). صورة أقرب ستكون أوضح.
reject-too_low_resolution-ied_px = بين عينيك { $ied_px } بكسل، والجيد 120. يُرجى إرسال { original }.
reject-too_low_resolution-short_side_px = الصورة صغيرة جدًا: ضلعها الأقصر { $short_side_px } بكسل، والجيد 512 أو أكثر. يُرجى إرسال { original }.
warn-too_low_resolution-short_side_px = صغيرة قليلًا (الضلع الأقصر { $short_side_px } بكسل، والجيد 512). { original } سيكون أوضح.
reject-too_low_resolution-squareness = الصورة مضغوطة أو مكبّرة بشدة (أثر المربعات { $squareness_percent }%، والمعتاد 25%). يُرجى إرسال { original }.
warn-too_low_resolution-squareness = الصورة مضغوطة (أثر المربعات { $squareness_percent }%، والمعتاد 25%). { original } أفضل.
reject-blurred-sharpness = وجهك غير واضح: الحدّة { $sharpness }، والمعتاد 55. يُرجى تثبيت الهاتف والتركيز على الوجه، أو إرسال { original }.
warn-blurred-sharpness = ضبابية قليلًا (الحدّة { $sharpness }، والمعتاد 55). يفيد تثبيت الهاتف والتركيز على الوجه.
reject-too_dark-light_range = معتمة جدًا: مدى الضوء على وجهك { $light_range_percent }% مما تسعه الصورة، والحد الأدنى 20%. يُرجى التوجه إلى نافذة أو مصباح.
warn-too_dark-light_range = معتمة بعض الشيء (مدى الضوء { $light_range_percent }%، والحد الأدنى 20%). يفيد التوجه إلى نافذة أو مصباح.
reject-overexposed-light_burnt_share = ساطعة جدًا: { $light_burnt_share_percent }% من وجهك أبيض تمامًا، والحد الأقصى 6%. يُرجى الابتعاد عن الضوء المباشر.
warn-overexposed-light_burnt_share = ساطعة بعض الشيء ({ $light_burnt_share_percent }% من وجهك أبيض تمامًا، والحد الأقصى 6%). ضوء أنعم سيكون أفضل.
reject-harsh_light-light_split_stops = أحد جانبي وجهك أعتم من الآخر بفارق { $light_split_stops } من درجات الضوء، والحد الأقصى 1.3. يُرجى الالتفات حتى يضيء الجانبان.
warn-harsh_light-light_split_stops = أحد جانبي وجهك أعتم من الآخر بفارق { $light_split_stops } من درجات الضوء، والحد الأقصى 1.3. يفيد الالتفات قليلًا إلى الضوء.
reject-harsh_light-light_lost_share = { $light_lost_share_percent }% من وجهك في ظل أسود، والحد الأقصى 12%. يُرجى الالتفات إلى الضوء.
warn-harsh_light-light_lost_share = { $light_lost_share_percent }% من وجهك في ظل أسود، والحد الأقصى 12%. يفيد الالتفات قليلًا إلى الضوء.
reject-profile_pose-nose_across = رأسك ملتفت إلى الجانب كثيرًا. يُرجى الالتفات إلى الكاميرا.
warn-profile_pose-nose_across = رأسك ملتفت إلى الجانب. الأفضل أن يلتفت أكثر إلى الكاميرا.
reject-profile_pose-pitch_degrees = رأسك منخفض بمقدار { $pitch_degrees } درجة، والحد الأقصى 27. يُرجى رفع النظر إلى الكاميرا.
warn-profile_pose-pitch_degrees = رأسك منخفض بمقدار { $pitch_degrees } درجة. يفيد رفع النظر قليلًا.
reject-profile_pose-far_eye_seen = رأسك ملتفت إلى الجانب كثيرًا. يُرجى الالتفات إلى الكاميرا.
reject-sunglasses-under_eyes_stops = لا أرى عينيك جيدًا (أعتم من خديك بـ { $under_eyes_stops } من درجات الضوء، والأقصى 1.6). يُرجى نزع النظارة الشمسية ومواجهة الضوء.
warn-sunglasses-under_eyes_stops = حول عينيك عتمة (أعتم من خديك بـ { $under_eyes_stops } من درجات الضوء، والأقصى 1.6). يفيد نزع النظارة الملونة.
reject-sunglasses-eyes_seen = لا أرى عينيك. يُرجى نزع النظارة الشمسية وكشف العينين تمامًا.
warn-sunglasses-eyes_seen = أكاد لا أرى عينيك. الأفضل ألا يغطيهما شيء.
reject-occluded-face_inside_share = { $face_inside_share_percent }% فقط من وجهك داخل الصورة. يُرجى التراجع أو التوسط فيها.
warn-occluded-face_inside_share = { $face_inside_share_percent }% من وجهك داخل الصورة. يفيد التراجع قليلًا.
reject-occluded-eye_to_side = حافة الصورة تقطع وجهك. يُرجى التراجع أو التوسط فيها.
warn-occluded-eye_to_side = حافة الصورة قريبة من وجهك. يفيد التراجع قليلًا.
reject-occluded-mouth_seen = شيء ما يغطي فمك. يُرجى إبعاد اليدين والكمامة والأكواب.
warn-occluded-mouth_seen = أكاد لا أرى فمك. الأفضل ألا تغطيه يد أو كوب.
warn-eyes_closed-eye_opening = تبدو عيناك مغمضتين. صورة وهما مفتوحتان أفضل.
reject-not_a_photo-painted = تبدو مرسومة أو منحوتة أو مولّدة بالحاسوب ({ $painted_percent }%، والصور الحقيقية دون 75%). يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-fill = البشرة مسطحة بين حواف حادة، كأثر الفلتر. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-grain = وجهك كله حواف ومساحات مسطحة، كأثر الفلتر. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-tones = لم يبقَ في وجهك سوى بضع درجات لونية، كأثر الفلتر. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-outlines = حول الملامح خطوط داكنة مرسومة. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-eye_depth = العينان ليستا أغمق من الخدين، كما في الصورة السالبة. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-skin_off = على الصورة فلتر لوني (الانحراف { $skin_off }، والحد الأقصى 10). يُرجى إيقافه.
reject-filter_or_cartoon-cast = لون واحد يطغى على كل شيء. يُرجى إيقاف فلتر الألوان أو الإضاءة الملونة.
reject-filter_or_cartoon-chroma_peak = الألوان قوية أكثر مما ينبغي. يُرجى إرسال الصورة كما التقطتها الكاميرا.
reject-filter_or_cartoon-stretch = تبدو الصورة ممطوطة أو مضغوطة الأبعاد. يُرجى إرسالها كما التقطتها الكاميرا.
reject-not_a_photo-page = { $page_percent }% من هذه الصورة هو الصفحة المحيطة بها. يُرجى إرسال الصورة نفسها، لا لقطة شاشة.
reject-not_a_photo-screen = تبدو صورة مأخوذة عن شاشة ({ $screen_percent }%). يُرجى إرسال الصورة نفسها.
reject-not_a_photo-paper = { $paper_percent }% من الوجه ورق أبيض. يُرجى إرسال صورة، لا رسم.
reject-not_a_photo-lines = الوجه كله خطوط، بلا ضوء ولا ظل. يُرجى إرسال صورة، لا رسم.
reject-not_a_photo-pallor = الوجه بلا لون، وبقية الصورة ملونة. يُرجى إرسال صورة لك.
reject-unreadable-not_an_image = هذا الملف ليس صورة، مهما كان اسمه. يُرجى إرسال صورة JPEG أو PNG أو WebP أو HEIC أو AVIF.
reject-unreadable-unsupported_format = لا أستطيع قراءة هذا النوع من الصور. يُرجى إرسال صورة JPEG أو PNG أو WebP أو HEIC أو AVIF.
reject-unreadable-damaged = الملف تالف أو ناقص. يُرجى إرساله مرة أخرى، أو إرسال غيره.
reject-unreadable-too_many_pixels = في هذه الصورة { $megapixels } ميغابكسل، وأقبل حتى 50. يُرجى إرسال صورة عادية.
reject-unreadable-too_small = الصورة صغيرة للغاية: ضلعها الأقصر { $short_side_px } بكسل، والجيد 512 أو أكثر. يُرجى إرسال { original }.
reject-unreadable-too_heavy = هذا الملف أكبر من أن يكون صورة. يُرجى إرسالها كصورة عادية.

## Looks

looks-ask = { $most ->
    [one] يمكنك اختيار إطلالة واحدة.
    [two] يمكنك اختيار إطلالتين على الأكثر.
    [few] يمكنك اختيار { $most } إطلالات على الأكثر.
   *[other] يمكنك اختيار { $most } إطلالة على الأكثر.
} { $each ->
    [one] أُعدّ لكل إطلالة بورتريهًا واحدًا.
    [two] أُعدّ لكل إطلالة بورتريهين.
    [few] أُعدّ لكل إطلالة { $each } بورتريهات.
    [many] أُعدّ لكل إطلالة { $each } بورتريهًا.
   *[other] أُعدّ لكل إطلالة { $each } بورتريه.
}
look-line = • { $title }: { $about }
looks-enough = { $most ->
    [one] اخترت إطلالة واحدة،
    [two] اخترت إطلالتين،
    [few] اخترت { $most } إطلالات،
   *[other] اخترت { $most } إطلالة،
} وهذا أقصى عدد للطلب الواحد. يمكنك إلغاء واحدة لاختيار غيرها، أو المتابعة.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] المتابعة بإطلالة واحدة ←
    [two] المتابعة بإطلالتين ←
    [few] المتابعة مع { $count } إطلالات ←
   *[other] المتابعة مع { $count } إطلالة ←
}
looks-placeholder = { $most ->
    [one] اختيار إطلالة واحدة
    [two] اختيار إطلالتين على الأكثر
    [few] اختيار { $most } إطلالات على الأكثر
   *[other] اختيار { $most } إطلالة على الأكثر
}
unknown-look = لم تعد تلك الإطلالة متاحة. هذه هي المتاحة الآن.
style-linkedin = لينكدإن
style-linkedin-about = رمادي الاستوديو، حضور منفتح وودود
style-cv = سيرة ذاتية
style-cv-about = أبيض سادة، رصين وواضح
style-corporate = شركات
style-corporate-about = كحلي، هادئ وجاد
style-startup = شركات ناشئة
style-startup-about = بيج دافئ، ضوء نافذة، أجواء عفوية
style-speaker = متحدثون
style-speaker-about = كحلي، ضوء قوي من جانب واحد
style-creative = إبداعي
style-creative-about = بيج دافئ، ألوان فيلم مطفأة
style-outdoor = في الهواء الطلق
style-outdoor-about = المكان من حولك، بتمويه ناعم
style-dating = تعارف
style-dating-about = المكان من حولك، ضوء دافئ
style-instagram = إنستغرام
style-instagram-about = المكان من حولك، ألوان منعشة
style-monochrome = أبيض وأسود
style-monochrome-about = أحادي اللون بطابع الاستوديو الكلاسيكي
style-academic = أكاديمي
style-academic-about = بيج دافئ، ألوان طبيعية
style-realestate = عقارات
style-realestate-about = أبيض، مشرق ونقي

## Background

background-ask = أي خلفية؟
background-look = كما في كل إطلالة
background-grey = رمادي الاستوديو
background-white = أبيض
background-navy = كحلي
background-warm = بيج دافئ
background-own = خلفيتك، مموّهة
background-placeholder = اختيار خلفية
unknown-background = لم تعد تلك الخلفية متاحة. هذه هي المتاحة الآن.

## Confirmation

confirm-looks = { $count ->
    [one] بورتريه واحد: { $looks }.
    [two] بورتريهان: { $looks }.
    [few] { $count } بورتريهات: { $looks }.
    [many] { $count } بورتريهًا: { $looks }.
   *[other] { $count } بورتريه: { $looks }.
}
confirm-background = الخلفية: { $background }.
confirm-photos = { $count ->
    [one] من صورتك الواحدة.
    [two] من أفضل صورتيك.
    [few] من أفضل صورك، وعددها { $count }.
   *[other] من أفضل صورك، وعددها { $count }.
}
confirm-time = يستغرق ذلك { $time }.
confirm-no-worker = الاستوديو متوقف في هذه اللحظة. يبقى طلبك محفوظًا ويُنفَّذ فور عودته.
confirm-paused = العمل في الاستوديو معلّق حاليًا. يحتفظ طلبك بدوره ويُنفَّذ فور استئناف العمل.
confirm-after-own = يُنفَّذ بعد طلباتك الأخرى.
confirm-generated = ينشئ نموذج ذكاء اصطناعي صورًا جديدة من صور السيلفي: ملابس وإضاءة وخلفية مختلفة. يُفترض أن يبقى وجهك كما هو، فيُرجى التدقيق فيها قبل استخدامها.
confirm-honest = أنقّح صورتك أنت كما يفعل المصوّر: الإطار والضوء والألوان والخلفية، والبشرة مع الحفاظ على ملمسها. يبقى وجهك وملابسك كما هما.
choice-make = { $count ->
    [one] ✨ إنشاء بورتريه واحد
    [two] ✨ إنشاء بورتريهين
    [few] ✨ إنشاء { $count } بورتريهات
    [many] ✨ إنشاء { $count } بورتريهًا
   *[other] ✨ إنشاء { $count } بورتريه
}
choice-change-looks = تغيير الإطلالات
choice-change-background = تغيير الخلفية
choice-add-photos = إضافة صور
time-unknown = نحو دقيقة
time-seconds = { $count ->
    [one] نحو ثانية
    [two] نحو ثانيتين
    [few] نحو { $count } ثوانٍ
   *[other] نحو { $count } ثانية
}
time-minutes = { $count ->
    [one] نحو دقيقة
    [two] نحو دقيقتين
    [few] نحو { $count } دقائق
   *[other] نحو { $count } دقيقة
}

## The order

order-next = { $total ->
    [one] دورك هو التالي: بورتريه واحد، جاهز
    [two] دورك هو التالي: بورتريهان، جاهزان
    [few] دورك هو التالي: { $total } بورتريهات، جاهزة
    [many] دورك هو التالي: { $total } بورتريهًا، جاهزة
   *[other] دورك هو التالي: { $total } بورتريه، جاهزة
} خلال { $time }.
order-in-line = رقمك في الدور { $place }. يُتوقع أن تجهز بورتريهاتك خلال { $time }.
order-no-worker = طلبك في أمان. الاستوديو متوقف في هذه اللحظة، وسأبدأ فور عودته وأراسلك هنا.
order-after-own = { $total ->
    [one] وصل طلبك: بورتريه واحد.
    [two] وصل طلبك: بورتريهان.
    [few] وصل طلبك: { $total } بورتريهات.
    [many] وصل طلبك: { $total } بورتريهًا.
   *[other] وصل طلبك: { $total } بورتريه.
} ترتيبه { $place } بين طلباتك أنت، وسأبدأ به فور اكتمال ما قبله.
order-paused = طلبك في أمان ويحتفظ بدوره. العمل في الاستوديو معلّق حاليًا، وسأتابع فور استئنافه وأراسلك هنا.
order-making = بورتريهاتك قيد الإعداد: اكتمل { $done } من { $total }.
order-done = ✅ اكتمل.
order-cancelled = توقّف العمل. لم يعد شيء من هذا الطلب قيد الإعداد.
order-cancelled-kept = أما ما كان جاهزًا حتى ذلك الحين ففي { "\u200E" }/results.
order-failed-photos_gone = لم أتمكن من إعداد هذه البورتريهات: مُحيت صور السيلفي الخاصة بهذا الطلب في هذه الأثناء. يُرجى إرسال صور جديدة بالأمر { "\u200E" }/new.
order-failed-no_usable_photo = لم أتمكن من إعداد هذه البورتريهات: لم أجد وجهك بوضوح كافٍ في أي من الصور. يُرجى إرسال صور أخرى بالأمر { "\u200E" }/new.
order-failed-out_of_memory = عذرًا: نفدت ذاكرة جهازي ثلاث مرات أثناء إعداد بورتريهاتك. صورك في أمان. يُرجى المحاولة مجددًا بعد بضع دقائق.
order-failed-disk_full = عذرًا: امتلأ القرص لديّ فلم أتمكن من حفظ بورتريهاتك. صورك في أمان. يُرجى المحاولة لاحقًا، وقد أُبلغ القائمون على تشغيلي.
order-failed-timed_out = عذرًا: استغرق إعداد بورتريهاتك أطول بكثير مما ينبغي، فتوقفت بعد ثلاث محاولات. صورك في أمان. يُرجى المحاولة مجددًا.
order-failed-mode_not_served = لم أتمكن من إعداد هذه البورتريهات: لا يمكن إعدادها بهذه الطريقة حاليًا. صورك في أمان. يُرجى تجربة طريقة أخرى بالأمر { "\u200E" }/new، وقد أُبلغ القائمون على تشغيلي.
order-failed-adapter_refused = لم أتمكن من إعداد هذه البورتريهات: تعذّر استخدام نموذجك الشخصي. صورك في أمان. يمكنك طلب إعداده من جديد، أو الطلب من دونه.
order-failed-blank_picture = عذرًا: خرجت صور فارغة بدل البورتريهات، عدة مرات. صورك في أمان. يُرجى المحاولة مجددًا، وإن تكرر ذلك فقد تفيد إطلالة أخرى.
order-failed-engine = عذرًا: حدث خطأ أثناء إعداد بورتريهاتك، ثلاث مرات. صورك في أمان. يُرجى المحاولة مجددًا، وإن تكرر ذلك فقد تفيد صور أخرى.
failed-next = ما الخطوة التالية؟
cancelled-next = ما زالت صورك هنا. ما الخطوة التالية؟
orders-enough = { $count ->
    [one] لديك طلب واحد قيد التنفيذ،
    [two] لديك طلبان قيد التنفيذ،
    [few] لديك { $count } طلبات قيد التنفيذ،
    [many] لديك { $count } طلبًا قيد التنفيذ،
   *[other] لديك { $count } طلب قيد التنفيذ،
} وهذا أقصى عدد في وقت واحد. يُرجى الطلب من جديد بعد اكتمال أحدها، أو إيقاف واحد منها بالزر الخاص به.
budget-spent = { $left ->
    [0] طلبت كل ما يمكنني إعداده لك اليوم من بورتريهات. يبدأ العدّ من جديد عند منتصف الليل بتوقيت UTC.
   *[other] { $asked ->
        [one] في هذا الطلب بورتريه واحد،
        [two] في هذا الطلب بورتريهان،
        [few] في هذا الطلب { $asked } بورتريهات،
        [many] في هذا الطلب { $asked } بورتريهًا،
       *[other] في هذا الطلب { $asked } بورتريه،
    } ولا يمكنني أن أُعدّ لك اليوم أكثر من { $left ->
        [one] بورتريه واحد.
        [two] بورتريهين.
        [few] { $left } بورتريهات.
        [many] { $left } بورتريهًا.
       *[other] { $left } بورتريه.
    } يُرجى اختيار إطلالات أقل، أو العودة بعد منتصف الليل بتوقيت UTC حين يبدأ العدّ من جديد.
}
queue-full = عدد المنتظرين كبير، فلا أستطيع قبول طلبات أخرى الآن. لم يضع شيء من اختياراتك: يُرجى المحاولة مجددًا بعد قليل.
queue-full-time = أي طلب جديد الآن يستغرق { $time }.
busy-new = أحتاج إلى صورك حتى تكتمل بورتريهاتك. للبدء من جديد يُرجى إيقاف إعدادها أولًا.
choice-cancel = ✖ إلغاء
choice-cancel-number = ✖ إلغاء { $number }
choice-cancel-all = ✖ إلغاء الكل
preview-note = معاينة سريعة من صورتك أنت. البورتريهات المكتملة تصل لاحقًا إلى هنا وسيكون شكلها مختلفًا.
choice-retry = إعادة المحاولة
cancel-over = لم يبقَ ما يمكن إيقافه: انتهى ذلك الطلب.
cancel-nothing = لا يوجد ما يمكن إيقافه.
cancelled-choosing = توقّف العمل. ما زالت صورك هنا.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] بورتريه واحد
    [two] بورتريهان
    [few] { $total } بورتريهات
    [many] { $total } بورتريهًا
   *[other] { $total } بورتريه
}، فور اكتمال ما قبله.
status-nothing = لا توجد بورتريهات قيد الإعداد الآن.

## Results

result-album = { $count ->
    [one] إليك البورتريه الخاص بك.
    [two] إليك بورتريهين خاصّين بك.
    [few] إليك بورتريهاتك، وعددها { $count }.
   *[other] إليك بورتريهاتك، وعددها { $count }.
}
result-caption = { $look }
result-file = بالحجم الكامل وبكل التفاصيل:
result-ready = { $count ->
    [one] هذا البورتريه لك.
    [two] هذان البورتريهان لك.
   *[other] هذه البورتريهات لك، وعددها { $count }.
}
result-next = ما الخطوة التالية؟
result-none = لا توجد بورتريهات لعرضها حاليًا.
result-none-yet = ليست لديك بورتريهات بعد.
result-gone = مُحيت تلك البورتريهات لانتهاء مدتها. يمكنني إعداد غيرها.
note-retouched = نقّحت صورتك أنت ولم أغيّر ملابسك.
note-generated = { $count ->
    [one] أنشأ هذه الصورة نموذج ذكاء اصطناعي. يُرجى التأكد جيدًا من أنها تشبهك حقًا قبل استخدامها.
    [two] أنشأ هاتين الصورتين نموذج ذكاء اصطناعي. يُرجى التأكد جيدًا من أنهما تشبهانك حقًا قبل استخدامهما.
   *[other] هذه الصور، وعددها { $count }، من إنشاء نموذج ذكاء اصطناعي. يُرجى التأكد جيدًا من أنها تشبهك حقًا قبل استخدامها.
}
note-enlarged = كانت تفاصيل صورتك أقل مما يتطلبه هذا الحجم، فكبّرتها قليلًا. صورة أصلية أكبر تعطي بورتريهًا أوضح.
note-soft_source = صورتك ضبابية قليلًا، وكذلك البورتريه. صورة أصلية أوضح تفيد.
note-kept_background = أبقيت خلفيتك بتمويه ناعم حيث تعذّر القص النظيف.
note-smaller = جعلت هذا أصغر قليلًا من المعتاد، لأن ذاكرة جهازي لم تكفِ.
note-tight_crop = المساحة حولك في الصورة ضيقة، فجاء الإطار أقرب من المعتاد.
result-liked = شكرًا، يسعدني أنها أعجبتك.
result-disliked = شكرًا على صراحتك. الزر «أقرب إلى ملامحي» يُبقي النتيجة أقرب إلى صورك، وتفيد أيضًا صور أخرى واضحة وفي ضوء ناعم.
closer-offer = ألا تشبهك بما يكفي؟ يمكنني إعداد هذه البورتريهات مرة أخرى مع البقاء أقرب إلى صورك.
same-photos-gone = بعض الصور التي أُعدّت منها هذه البورتريهات مُحيت، لذلك ستختلف الجديدة قليلًا.
choice-again = 🔁 مرة أخرى، لكن مختلفة
choice-same = ♻ نفسها مرة أخرى
choice-closer = 🙂 أقرب إلى ملامحي
choice-like = 👍 أعجبتني
choice-dislike = 👎 لم تعجبني
choice-forget = 🗑 حذف هذه البورتريهات
choice-another = 🎨 إطلالة أخرى
choice-full = ⬇ الحجم الكامل
choice-over = 📷 البدء من جديد
forget-ask = { $count ->
    [one] حذف هذا البورتريه؟ يُمحى فورًا وإلى الأبد، ويُزال من المحادثة إن كانت تسمح بذلك. أما صورك فتبقى.
    [two] حذف هذين البورتريهين؟ يُمحيان فورًا وإلى الأبد، ويُزالان من المحادثة إن كانت تسمح بذلك. أما صورك فتبقى.
   *[other] حذف هذه البورتريهات، وعددها { $count }؟ تُمحى فورًا وإلى الأبد، وتُزال من المحادثة إن كانت تسمح بذلك. أما صورك فتبقى.
}
choice-forget-yes = 🗑 نعم، حذف
choice-forget-no = لا، الإبقاء عليها
forget-unfinished = هذه البورتريهات ما زالت قيد الإعداد. يُرجى إيقاف ذلك أولًا، ثم يمكن حذفها.
set-deleted = تم الحذف. اختفت هذه البورتريهات إلى الأبد.

## Language: each by its own name, the same in every file

language-ask = بأي لغة أتحدث معك؟
language-placeholder = اختيار لغة
language-set = من الآن أتحدث العربية.
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
    رمزك، صالح لعشر دقائق ولاستخدام واحد:

    { $code }

    في المحادثة الأخرى يُرجى إرسال { "\u200E" }/link { $code }
    بعدها تصبح المحادثتان واحدة: الصور والطلبات والبورتريهات نفسها.
link-chats = المحادثات المربوطة حتى الآن: { $chats }.
link-joined = تم: أصبحت المحادثتان واحدة، بالصور والطلبات والبورتريهات نفسها. أجيب في آخر محادثة استخدمتها.
link-wrong = هذا الرمز لا يعمل. ربما في كتابته خطأ، أو استُخدم من قبل، أو مضت عليه أكثر من عشر دقائق. للحصول على رمز جديد يُرجى إرسال { "\u200E" }/link في المحادثة الأخرى.
link-own = أُنشئ هذا الرمز لهذا الحساب نفسه. يُرجى إدخاله في المحادثة الأخرى التي يُراد ربطها.
link-busy = ما زالت بورتريهات إحدى المحادثتين قيد الإعداد. يُرجى ربطهما بعد اكتمالها.
link-often = كثرت الرموز الخاطئة. يُرجى المحاولة مجددًا بعد ساعة.
platform-telegram = Telegram
platform-discord = Discord
platform-local = الصفحة في متصفحك
platform-other = محادثة أخرى

## Deletion

delete-ask =
    حذف كل شيء؟ تُمحى صور السيلفي والبورتريهات واختياراتك وموافقتك فورًا وإلى الأبد. لا يمكن التراجع عن ذلك.
choice-delete = 🗑 نعم، حذف كل شيء
choice-keep = لا، الإبقاء عليه
delete-kept = لم يُحذف شيء.
delete-receipt =
    تم الحذف. هذا إيصالك:
    • { $selfies ->
        [one] صورة سيلفي واحدة
        [two] صورتا سيلفي
        [few] { $selfies } صور سيلفي
       *[other] { $selfies } صورة سيلفي
    }، { $portraits ->
        [one] بورتريه واحد
        [two] بورتريهان
        [few] { $portraits } بورتريهات
        [many] { $portraits } بورتريهًا
       *[other] { $portraits } بورتريه
    }، { $orders ->
        [one] طلب واحد
        [two] طلبان
        [few] { $orders } طلبات
        [many] { $orders } طلبًا
       *[other] { $orders } طلب
    }، { $messages ->
        [one] رسالة واحدة
        [two] رسالتان
        [few] { $messages } رسائل
       *[other] { $messages } رسالة
    }
    • { $objects ->
        [one] ملف مشفَّر واحد
        [two] ملفان مشفَّران
        [few] { $objects } ملفات مشفَّرة
        [many] { $objects } ملفًا مشفَّرًا
       *[other] { $objects } ملف مشفَّر
    }، مع مفتاح التشفير
    • بتاريخ { "\u200E" }{ $when } (UTC)
    لم يعد هنا أي شيء عنك. وما تحتفظ به خدمة المحادثة من رسائلنا يمكنك حذفه هناك. للبدء من جديد: { "\u200E" }/start

## Help and wrong turns

help =
    أحوّل صور السيلفي إلى بورتريهات احترافية.
    1. إرسال صورك: صورة واحدة تكفي، ومن أربع إلى ثماني صور أفضل.
    2. اختيار الإطلالات والخلفية.
    3. التأكيد، ثم تصل البورتريهات إلى هنا. ويمكنك في هذه الأثناء إرسال صور وطلب المزيد.
    تحت البورتريهات أزرار لإعداد غيرها، أو طلب شبه أكبر، أو تقييمها، أو حذفها.

    البدء بصور جديدة: { "\u200E" }/new
    أين وصلت طلباتك: { "\u200E" }/status
    أحدث بورتريهاتك: { "\u200E" }/results
    إيقاف ما يجري: { "\u200E" }/cancel
    اختيار لغتي: { "\u200E" }/language
    ربط عدة محادثات كأنها واحدة: { "\u200E" }/link
    كيف تُعامَل صورك: { "\u200E" }/privacy
    محو كل شيء: { "\u200E" }/delete
unknown-command = لا أعرف هذا الأمر. الأوامر التي أعرفها في { "\u200E" }/help.
old-button = هذا الزر من خطوة سابقة. نحن الآن هنا:
words-selfies = أعمل بالصور والأزرار، فلا تفيدني النصوص. يُرجى إرسال صورة لك.
words-looks = يُرجى الاختيار أدناه.
words-background = يُرجى الاختيار أدناه.
words-confirm = يُرجى استخدام الأزرار: «إنشاء» للبدء، أو تغيير شيء قبل ذلك.
words-waiting = أعمل على ذلك. سأكتب هنا فور وجود ما يُعرض. ويمكنك في هذه الأثناء إرسال المزيد من الصور.
words-result = يُرجى استخدام الأزرار، أو إرسال صورة جديدة.
private-only = لنتحدث على انفراد: صورك لا تخص أحدًا سواك. يُرجى فتح محادثة معي وإرسال { "\u200E" }/start.
something-wrong = عذرًا، حدث خطأ من جانبي ولم أتمكن من ذلك. لم يضع شيء. يُرجى المحاولة مجددًا بعد لحظات.

## Commands, as shown in the menu

command-start = البدء
command-new = البدء بصور جديدة
command-status = أين وصلت طلباتك
command-results = أحدث بورتريهاتك
command-cancel = إيقاف ما يجري
command-language = اختيار لغتي
command-link = ربط عدة محادثات كأنها واحدة
command-help = طريقة العمل
command-privacy = كيف تُعامَل صورك
command-delete = محو كل ما يخصك

## Operators

banned = أوقف القائمون على هذا الاستوديو خدمة هذه المحادثة، ولم أعد أجيب هنا. ما هو محفوظ عنك يمكن محوه مع ذلك: يُرجى إرسال { "\u200E" }/delete.

## Telegram

telegram-description =
    أحوّل بضع صور سيلفي إلى بورتريهات احترافية تبقى فيها أنت.

    يكفي إرسال الصور واختيار إطلالة، فتصل البورتريهات إلى هذه المحادثة. وأخبرك عن كل صورة هل تفيد، وإن لم تفد فلماذا.

    تُشفَّر صورك فور وصولها ولا تُستخدم إلا لبورتريهاتك. والأمر { "\u200E" }/delete يمحو كل شيء فورًا وفي أي وقت.
telegram-short-description = بورتريهات احترافية من صور السيلفي، تبقى فيها أنت. والأمر { "\u200E" }/delete يمحو كل شيء.
choice-private = 💬 فتح محادثتنا
command-start-in-group = التحدث معي على انفراد
command-stats = أرقام آخر يوم
command-queue = من ينتظر دوره
command-pause = تعليق الطلبات
command-resume = استئناف الطلبات
command-ban = حظر شخص
command-unban = رفع الحظر عن شخص
command-broadcast = مراسلة الجميع

## Discord: names of commands and options are one word in small letters

discord-private = لنتحدث على انفراد: صورك لا تخص أحدًا سواك. أجيب في رسائلنا المباشرة.
discord-open = 💬 فتح محادثتنا
discord-closed = لا أستطيع مراسلتك لأن الرسائل المباشرة مني غير مسموح بها لديك. يُرجى السماح بها في إعدادات الخصوصية لخادم يجمعنا، ثم إرسال { "\u200E" }/results هنا أو هناك.
discord-name-start = بورتريه
discord-name-new = جديد
discord-name-status = حالة
discord-name-results = نتائج
discord-name-cancel = إلغاء
discord-name-language = لغة
discord-name-link = ربط
discord-name-help = مساعدة
discord-name-privacy = خصوصية
discord-name-delete = حذف
discord-name-photo = صورة
discord-name-look = إطلالة
discord-name-code = رمز
discord-option-photo = صورة لك
discord-option-look = الإطلالة المطلوبة
discord-option-code = الرمز من المحادثة الأخرى
