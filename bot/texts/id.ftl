### Every sentence the bot says, in Indonesian. Warm, plain, exact, short.

## Welcome and consent

welcome =
    Halo! Saya studio potret otomatis. Kirim beberapa selfie, pilih gaya, lalu saya buatkan potret profesional yang tetap terlihat seperti kamu.
welcome-terms =
    Sebelum kamu mengirim apa pun:
    • Fotomu dienkripsi begitu diterima, hanya dipakai untuk potretmu, dan tidak pernah dipakai untuk melatih apa pun bagi orang lain.
    • Untuk memeriksa fotomu, membandingkannya satu sama lain, dan mengatur komposisinya, saya mengukur wajahmu. Hasil ukurnya hanya untuk kamu, tidak pernah dijual atau dibagikan.
    • Selfie dihapus setelah { $selfies }, potret setelah { $portraits }. /delete langsung menghapus semuanya, kapan saja.
    • Kirim hanya foto dirimu sendiri, dan hanya kalau usiamu 18 tahun ke atas.
welcome-question = Apakah kamu setuju?
welcome-photo = Terima kasih, tapi foto itu tidak saya simpan: saya perlu persetujuanmu dulu. Setelah itu, kirim lagi, ya.
agree-first = Saya perlu persetujuanmu dulu, lalu kita bisa mulai.
thanks = Terima kasih. Kamu bisa berubah pikiran kapan saja dengan /delete.
declined = Tidak apa-apa. Tidak ada yang saya simpan. Kalau berubah pikiran, tekan tombolnya.
privacy =
    Bagaimana fotomu dikelola

    Yang disimpan: selfie selama { $selfies }, potret selama { $portraits }, pilihanmu, bahasamu, penilaianmu atas potret, dan alamat chat-chatmu supaya saya bisa membalas. Tulisanmu tidak disimpan sama sekali.
    Caranya: dienkripsi dengan kunci milikmu sendiri, yang dibuat saat kamu setuju. Saat dihapus, kuncinya dimusnahkan lebih dulu, lalu filenya.
    Siapa yang melihat: hanya program yang membuat potretmu. Fotomu tidak pernah dipublikasikan, dijual, atau dipakai untuk melatih apa pun bagi orang lain.
    Foto yang tidak membantu langsung dihapus; hanya salinan kecilnya yang tinggal untuk lembar ringkasan, selama selfiemu disimpan. Pratinjau cepat dihapus begitu pesanannya berakhir.
    Wajahmu: diukur untuk memeriksa foto, membandingkan foto-fotomu, dan mengatur komposisinya. Hal yang membedakan satu wajah dari wajah lain hanya ada di memori sementara dan tidak pernah disimpan. Kamu menyetujui ini, dan bisa menariknya kembali dengan /delete.
    Hasilnya: dibuat atau diedit oleh program. Jangan pakai untuk paspor, visa, atau dokumen identitas lain: semua itu perlu foto yang tidak diedit.

    /delete langsung menghapus semuanya, untuk setiap chat yang kamu gabungkan dengan /link, dan mengirimkan tanda terima.
span-days = { $count } hari
span-hours = { $count } jam

choice-agree = ✅ Setuju, saya 18 tahun ke atas
choice-decline = Tidak, terima kasih
choice-privacy = 🔒 Bagaimana foto dikelola
choice-language = 🌐 Bahasa

## Photos

send-selfies = Sekarang kirim selfiemu: satu sudah cukup, empat sampai delapan paling bagus.
send-selfies-tips =
    Yang paling membantu:
    • cahaya siang dari depan, misalnya dari jendela
    • wajah besar dan tajam, mata ke kamera
    • kepala dan bahu terlihat, tanpa orang lain
    • tanpa filter, tanpa kacamata hitam
send-selfies-file = Tip: aplikasi chat mengecilkan foto. Kalau dikirim sebagai file, semua detail foto tetap utuh.
send-more = Kirim lagi sebanyak yang kamu mau.
new-set = Beres: selfie sebelumnya sudah dihapus. Potret yang sudah jadi masih ada di /results.
new-set-empty = Mari mulai dengan foto baru.
board-head = Foto yang dipakai: { $usable } dari { $received }{ $checking ->
    [0] .
   *[other] , { $checking } sedang diperiksa.
}
board-wait = Sedang melihat fotomu, sebentar…
board-none = Tidak ada yang bisa jadi potret yang bagus. Kirim foto lain, ya.
board-none-yet = Belum ada yang bisa dipakai: jawab dengan tombol, atau kirim foto lain.
board-strangers = Sepertinya ini foto orang yang berbeda-beda. Pilih dengan tombol mana yang kamu, atau kirim foto dirimu saja.
board-few = Ini sudah bisa. Dengan empat sampai delapan foto, pilihan saya lebih banyak. Kirim lagi, atau lanjut.
board-good = Kumpulan foto yang bagus. Kamu bisa lanjut sekarang.
advice-left = Paling membantu: satu lagi dengan kepala sedikit menoleh ke kananmu.
advice-right = Paling membantu: satu lagi dengan kepala sedikit menoleh ke kirimu.
advice-frontal = Paling membantu: satu lagi dengan mata lurus ke kamera.
advice-expression = Paling membantu: satu lagi dengan ekspresi lain, tersenyum atau tidak.
advice-light = Paling membantu: satu lagi dengan cahaya lain, misalnya dekat jendela.
advice-occasion = Paling membantu: satu lagi dari hari atau tempat lain.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }: bisa dipakai
photos-more = … dan { $count } lagi: alasannya ada di gambar.
photos-forgotten = 🗑 { $numbers }: dihapus, waktunya sudah habis
photo-warn = { $number }. ☑️ bisa dipakai: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ Ada wajah lain, besarnya { $second_face_share_percent }% dari yang pertama. Kamu yang dilingkari? Kalau ya, tekan “pakai wajah ini”.
photo-duplicate = { $number }. ♊ hampir sama dengan { $twin }, jadi hanya satu yang dipakai. Kirim yang berbeda.
photo-stranger = { $number }. ❓ orang lain? Beda wajahnya dengan yang lain { $distance } (batasnya 0,6). Hanya dipakai kalau kamu bilang ini kamu.
photo-doubtful = { $number }. ❓ ini kamu? Beda wajahnya dengan yang lain { $distance }; foto orang yang sama biasanya di bawah 0,5.
board-erased = Foto-foto ini sudah dihapus.
choice-claim-face = { $number }: pakai wajah ini
choice-claim-me = { $number }: ini saya
choice-drop = { $number }: bukan saya, jangan dipakai
choice-photos-done = Lanjut dengan { $usable } foto ➜
photos-enough = Saya sudah punya { $most } foto, itu batas yang bisa saya pakai. Yang ini tidak disimpan. Lanjutkan, atau mulai kumpulan baru dengan /new.
photo-for-next = Foto ini dipakai untuk pesananmu berikutnya. Potret yang sedang dibuat tetap seperti yang kamu pesan.
choice-upload = 📎 Kirim foto
too-big = File ini terlalu besar: saya bisa menerima sampai { $limit } MB. Kirim sebagai foto biasa, ya.
not-a-picture = Saya hanya bisa memakai gambar: JPEG, PNG, WebP, HEIC, atau AVIF. Kirim fotomu, ya.
not-downloaded = Foto itu gagal saya ambil dari layanan chat, jadi belum sampai ke saya. Kirim lagi, ya.
check-failed = Salah satu fotomu gagal saya periksa, dan itu salah saya, bukan fotonya. Foto itu sudah saya hapus. Kirim lagi, ya.
photos-needed = Untuk itu saya perlu setidaknya satu fotomu yang bisa dipakai. Kirim satu, ya.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = tanpa wajah
sheet-several_faces = beberapa wajah
sheet-face_too_small = wajah kecil
sheet-too_low_resolution = kurang detail
sheet-blurred = buram
sheet-too_dark = gelap
sheet-overexposed = terlalu terang
sheet-harsh_light = bayangan keras
sheet-profile_pose = kepala menoleh
sheet-sunglasses = kacamata hitam
sheet-occluded = wajah tertutup
sheet-eyes_closed = mata terpejam
sheet-filter_or_cartoon = sudah diubah
sheet-not_a_photo = bukan foto
sheet-near_duplicate = duplikat
sheet-other_person = orang lain?
sheet-unreadable = tidak terbaca
sheet-asks = wajah mana?
sheet-doubtful = ini kamu?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] aslinya sebagai file
   *[no] aslinya
}
reject-other = yang ini tidak bisa jadi potret yang bagus. Kirim yang lain.
warn-other = kurang ideal, tapi membantu.

reject-no_face-faces = tidak ada wajah yang terlihat. Kirim foto saat kamu melihat ke kamera.
reject-no_face-certainty = saya tidak yakin ini wajah ({ $certainty_percent }%, minimal 62%). Kirim foto saat kamu melihat ke kamera.
reject-no_face-animal = saya tidak yakin ini wajah manusia. Kirim foto saat kamu melihat ke kamera.
reject-several_faces-second_face_share = ada { $faces } wajah, yang kedua besarnya { $second_face_share_percent }% dari yang pertama. Kirim foto yang isinya hanya kamu.
warn-several_faces-second_face_share = ada orang lain di foto; saya pakai wajah yang dilingkari.
reject-face_too_small-face_width_share = wajahmu mengisi { $face_width_share_percent }% lebar foto, minimal 10%. Lebih dekat lagi.
reject-face_too_small-ied_px = wajahmu terlalu kecil: jarak antarmata { $ied_px } px, bagusnya 120. Lebih dekat lagi, atau kirim { original }.
warn-face_too_small-ied_px = wajahmu agak kecil (jarak antarmata { $ied_px } px, bagusnya 120). Lebih dekat akan lebih tajam.
reject-too_low_resolution-ied_px = jarak antarmata { $ied_px } px, bagusnya 120. Kirim { original }.
reject-too_low_resolution-short_side_px = gambarnya terlalu kecil: sisi pendeknya { $short_side_px } px, bagusnya 512 ke atas. Kirim { original }.
warn-too_low_resolution-short_side_px = agak kecil (sisi pendeknya { $short_side_px } px, bagusnya 512). Lebih tajam dengan { original }.
reject-too_low_resolution-squareness = foto ini sangat terkompresi atau diperbesar ({ $squareness_percent }% kotak-kotak, biasanya 25%). Kirim { original }.
warn-too_low_resolution-squareness = foto ini terkompresi ({ $squareness_percent }% kotak-kotak, biasanya 25%). Lebih baik kirim { original }.
reject-blurred-sharpness = wajahmu buram: ketajaman { $sharpness }, biasanya 55. Jangan bergerak dan fokuskan ke wajah, atau kirim { original }.
warn-blurred-sharpness = agak kurang tajam (ketajaman { $sharpness }, biasanya 55). Jangan bergerak dan fokuskan ke wajah.
reject-too_dark-light_range = terlalu gelap: cahaya wajahmu mencakup { $light_range_percent }% dari kemampuan foto, minimal 20%. Hadap ke jendela atau lampu.
warn-too_dark-light_range = agak gelap (cahayanya mencakup { $light_range_percent }%, minimal 20%). Hadap ke jendela atau lampu.
reject-overexposed-light_burnt_share = terlalu terang: { $light_burnt_share_percent }% wajahmu putih polos, maksimal 6%. Hindari cahaya langsung.
warn-overexposed-light_burnt_share = agak terang ({ $light_burnt_share_percent }% wajahmu putih polos, maksimal 6%). Cahaya yang lebih lembut lebih baik.
reject-harsh_light-light_split_stops = satu sisi wajahmu { $light_split_stops } stop lebih gelap dari sisi lain, maksimal 1,3. Berputarlah sampai keduanya kena cahaya.
warn-harsh_light-light_split_stops = satu sisi wajahmu { $light_split_stops } stop lebih gelap dari sisi lain, maksimal 1,3. Hadap sedikit ke cahaya.
reject-harsh_light-light_lost_share = { $light_lost_share_percent }% wajahmu tertutup bayangan hitam, maksimal 12%. Hadap ke cahaya.
warn-harsh_light-light_lost_share = { $light_lost_share_percent }% wajahmu tertutup bayangan hitam, maksimal 12%. Hadap sedikit ke cahaya.
reject-profile_pose-nose_across = kepalamu terlalu menoleh ke samping. Hadap ke kamera.
warn-profile_pose-nose_across = kepalamu cukup jauh menoleh ke samping. Lebih baik sedikit lagi ke arah kamera.
reject-profile_pose-pitch_degrees = kepalamu menunduk { $pitch_degrees }°, maksimal 27°. Angkat pandangan ke kamera.
warn-profile_pose-pitch_degrees = kepalamu menunduk { $pitch_degrees }°. Angkat sedikit pandanganmu.
reject-profile_pose-far_eye_seen = kepalamu terlalu menoleh ke samping. Hadap ke kamera.
reject-sunglasses-under_eyes_stops = matamu kurang terlihat ({ $under_eyes_stops } stop lebih gelap dari pipi, maksimal 1,6). Lepas kacamata hitam, hadap ke cahaya.
warn-sunglasses-under_eyes_stops = sekitar matamu gelap ({ $under_eyes_stops } stop di bawah pipi, maksimal 1,6). Lepas kacamata berwarna.
reject-sunglasses-eyes_seen = matamu tidak terlihat. Lepas kacamata hitam, dan jangan sampai ada yang menutupinya.
warn-sunglasses-eyes_seen = matamu hampir tidak terlihat. Jangan sampai ada yang menutupinya.
reject-occluded-face_inside_share = hanya { $face_inside_share_percent }% wajahmu yang masuk foto. Mundur, atau geser ke tengah.
warn-occluded-face_inside_share = { $face_inside_share_percent }% wajahmu yang masuk foto. Mundur sedikit.
reject-occluded-eye_to_side = wajahmu terpotong tepi foto. Mundur, atau geser ke tengah.
warn-occluded-eye_to_side = wajahmu terlalu dekat dengan tepi foto. Mundur sedikit.
reject-occluded-mouth_seen = ada yang menutupi mulutmu. Singkirkan tangan, masker, atau gelas.
warn-occluded-mouth_seen = mulutmu hampir tidak terlihat. Jangan tertutup tangan atau gelas.
warn-eyes_closed-eye_opening = matamu tampak terpejam. Lebih baik yang matanya terbuka.
reject-not_a_photo-painted = ini mirip lukisan, patung, atau gambar komputer ({ $painted_percent }%, foto di bawah 75%). Kirim foto langsung dari kamera.
reject-filter_or_cartoon-fill = kulitmu rata di antara tepi yang keras, seperti kena filter. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-grain = wajahmu hanya garis tepi dan bidang rata, seperti kena filter. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-tones = di wajahmu hanya tersisa beberapa rona, seperti kena filter. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-outlines = ada garis gelap di sekeliling bentuk wajah. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-eye_depth = mata tidak lebih gelap dari pipi, seperti pada klise film. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-skin_off = ada filter warna pada gambar (melenceng { $skin_off }, maksimal 10). Matikan filternya.
reject-filter_or_cartoon-cast = satu warna menutupi semuanya. Matikan filter warna, atau lampu berwarnanya.
reject-filter_or_cartoon-chroma_peak = warnanya terlalu kuat. Kirim foto langsung dari kamera.
reject-filter_or_cartoon-stretch = gambarnya tampak melar atau gepeng. Kirim langsung dari kamera.
reject-not_a_photo-page = { $page_percent }% gambar ini adalah halaman di sekitar foto. Kirim fotonya, bukan tangkapan layar.
reject-not_a_photo-screen = ini tampak seperti foto layar ({ $screen_percent }%). Kirim fotonya langsung.
reject-not_a_photo-paper = { $paper_percent }% wajahnya kertas kosong. Kirim foto, bukan gambar tangan.
reject-not_a_photo-lines = wajahnya hanya garis, tanpa terang dan bayangan. Kirim foto, bukan gambar tangan.
reject-not_a_photo-pallor = wajahnya tidak berwarna, padahal bagian lain berwarna. Kirim foto dirimu.
reject-unreadable-not_an_image = file ini bukan gambar, apa pun namanya. Kirim foto JPEG, PNG, WebP, HEIC, atau AVIF.
reject-unreadable-unsupported_format = jenis gambar ini tidak bisa saya baca. Kirim foto JPEG, PNG, WebP, HEIC, atau AVIF.
reject-unreadable-damaged = filenya rusak atau tidak lengkap. Kirim lagi, atau kirim yang lain.
reject-unreadable-too_many_pixels = gambar ini { $megapixels } megapiksel, sedangkan batasnya 50. Kirim foto biasa.
reject-unreadable-too_small = gambarnya kecil sekali: sisi pendeknya { $short_side_px } px, bagusnya 512 ke atas. Kirim { original }.
reject-unreadable-too_heavy = file ini terlalu besar untuk sebuah foto. Kirim sebagai foto biasa.

## Looks

looks-ask = Pilih sampai { $most } gaya. Saya buatkan { $each } potret untuk tiap gaya.
look-line = • { $title }: { $about }
looks-enough = Sudah { $most } gaya, batas untuk satu pesanan. Batalkan satu untuk memilih yang lain, atau lanjut.
choice-look-on = ✓ { $title }
choice-looks-done = Lanjut dengan { $count } gaya ➜
looks-placeholder = Pilih sampai { $most } gaya
unknown-look = Gaya itu sudah tidak tersedia. Ini yang ada.
style-linkedin = LinkedIn
style-linkedin-about = abu-abu studio, terbuka dan ramah
style-cv = CV
style-cv-about = putih polos, sederhana dan jelas
style-corporate = Korporat
style-corporate-about = biru navy, tenang dan serius
style-startup = Startup
style-startup-about = krem hangat, cahaya jendela, santai
style-speaker = Pembicara
style-speaker-about = biru navy, cahaya kuat dari satu sisi
style-creative = Kreatif
style-creative-about = krem hangat, warna film yang lembut
style-outdoor = Luar ruangan
style-outdoor-about = latar aslimu, sedikit diburamkan
style-dating = Kencan
style-dating-about = latar aslimu, cahaya hangat
style-instagram = Instagram
style-instagram-about = latar aslimu, warna segar
style-monochrome = Hitam putih
style-monochrome-about = monokrom studio klasik
style-academic = Akademik
style-academic-about = krem hangat, warna alami
style-realestate = Properti
style-realestate-about = putih, terang dan bersih

## Background

background-ask = Latar yang mana?
background-look = Sesuai tiap gaya
background-grey = Abu-abu studio
background-white = Putih
background-navy = Biru navy
background-warm = Krem hangat
background-own = Latarmu, diburamkan
background-placeholder = Pilih latar
unknown-background = Latar itu sudah tidak tersedia. Ini yang ada.

## Confirmation

confirm-looks = { $count } potret: { $looks }.
confirm-background = Latar: { $background }.
confirm-photos = { $count ->
    [1] Dibuat dari 1 fotomu.
   *[other] Dibuat dari yang terbaik di antara { $count } fotomu.
}
confirm-time = Perlu waktu { $time }.
confirm-no-worker = Studio sedang tidak berjalan. Pesananmu disimpan dan dibuat begitu studio kembali berjalan.
confirm-paused = Studio sedang dijeda. Pesananmu tetap di urutannya dan dibuat begitu studio buka lagi.
confirm-after-own = Pesanan ini dibuat setelah pesananmu yang lain.
confirm-generated = Model AI membuat gambar baru dari selfiemu: pakaian, cahaya, dan latar lain. Wajahmu seharusnya tetap wajahmu; periksa baik-baik sebelum dipakai.
confirm-honest = Saya mengedit fotomu sendiri seperti yang dilakukan fotografer: komposisi, cahaya, warna, latar, dan kulit yang teksturnya tetap terjaga. Wajah dan pakaianmu tetap seperti aslinya.
choice-make = ✨ Buat { $count } potret
choice-change-looks = Ganti gaya
choice-change-background = Ganti latar
choice-add-photos = Tambah foto
time-unknown = sekitar satu menit
time-seconds = sekitar { $count } detik
time-minutes = { $count ->
    [1] sekitar satu menit
   *[other] sekitar { $count } menit
}

## The order

order-next = Giliranmu berikutnya: { $total } potret, siap dalam { $time }.
order-in-line = Kamu di antrean nomor { $place }. Potretmu akan siap dalam { $time }.
order-no-worker = Pesananmu aman. Studio sedang tidak berjalan; saya mulai begitu studio kembali dan mengabarimu di sini.
order-after-own = Pesananmu sudah saya terima: { $total } potret. Ini nomor { $place } di antara pesananmu sendiri; saya mulai begitu yang sebelumnya selesai.
order-paused = Pesananmu aman dan tetap di urutannya. Studio sedang dijeda; saya lanjutkan begitu studio buka lagi dan mengabarimu di sini.
order-making = Membuat potretmu: { $done } dari { $total } selesai.
order-done = ✅ Selesai.
order-cancelled = Dihentikan. Tidak ada lagi dari pesanan ini yang dibuat.
order-cancelled-kept = Potret yang sudah jadi ada di /results.
order-failed-photos_gone = Saya tidak bisa membuat potret ini: selfie untuk pesanan ini sudah terhapus. Kirim yang baru dengan /new, ya.
order-failed-no_usable_photo = Saya tidak bisa membuat potret ini: wajahmu tidak cukup jelas di semua foto. Kirim foto lain dengan /new, ya.
order-failed-out_of_memory = Maaf: mesin saya tiga kali kehabisan memori saat membuat potretmu. Foto-fotomu aman. Coba lagi beberapa menit lagi, ya.
order-failed-disk_full = Maaf: disk saya penuh, jadi potretmu tidak bisa disimpan. Foto-fotomu aman. Coba lagi nanti, ya; pengelola saya sudah diberi tahu.
order-failed-timed_out = Maaf: pembuatan potretmu jauh lebih lama dari seharusnya, jadi saya berhenti setelah tiga kali mencoba. Foto-fotomu aman. Coba lagi, ya.
order-failed-mode_not_served = Saya tidak bisa membuat potret ini: saat ini potret tidak bisa dibuat dengan cara ini. Foto-fotomu aman. Coba cara lain dengan /new, ya; pengelola saya sudah diberi tahu.
order-failed-adapter_refused = Saya tidak bisa membuat potret ini: model pribadimu tidak bisa dipakai. Foto-fotomu aman. Minta dibuatkan lagi, atau pesan tanpa model itu.
order-failed-blank_picture = Maaf: beberapa kali yang keluar hanya gambar kosong, bukan potret. Foto-fotomu aman. Coba lagi, ya; kalau terulang, gaya lain mungkin membantu.
order-failed-engine = Maaf: tiga kali ada yang salah saat membuat potretmu. Foto-fotomu aman. Coba lagi, ya; kalau terulang, foto lain mungkin membantu.
failed-next = Selanjutnya mau apa?
cancelled-next = Foto-fotomu masih di sini. Selanjutnya mau apa?
orders-enough = Kamu punya { $count } pesanan yang sedang berjalan, paling banyak segitu dalam satu waktu. Pesan lagi setelah salah satunya selesai, atau hentikan satu dengan tombolnya.
budget-spent = { $left ->
    [0] Semua potret yang bisa saya buat untukmu hari ini sudah kamu pesan. Hitungannya mulai lagi dari awal pada tengah malam UTC.
   *[other] Pesanan ini berisi { $asked } potret, tapi hari ini saya hanya bisa membuat { $left } lagi untukmu. Kurangi gayanya, atau kembali setelah tengah malam UTC, saat hitungannya mulai lagi dari awal.
}
queue-full = Saat ini yang menunggu banyak sekali, jadi saya belum bisa menerima pesanan lagi. Semua pilihanmu tetap tersimpan: coba lagi agak nanti, ya.
queue-full-time = Pesanan yang masuk sekarang akan perlu waktu { $time }.
busy-new = Foto-fotomu masih diperlukan sampai potretmu selesai. Hentikan dulu pembuatannya kalau kamu mau mulai dari awal.
choice-cancel = ✖ Batalkan
choice-cancel-number = ✖ Batalkan { $number }
choice-cancel-all = ✖ Batalkan semua
preview-note = Pratinjau cepat dari fotomu sendiri. Potret jadinya menyusul di sini dan akan terlihat berbeda.
choice-retry = Coba lagi
cancel-over = Tidak ada lagi yang bisa dihentikan: pesanan itu sudah selesai.
cancel-nothing = Tidak ada yang perlu dihentikan.
cancelled-choosing = Dihentikan. Foto-fotomu masih di sini.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total } potret, begitu yang di atas selesai.
status-nothing = Saat ini tidak ada potret yang sedang dibuat.

## Results

result-album = { $count ->
    [1] Ini potretmu.
   *[other] Ini { $count } potretmu.
}
result-caption = { $look }
result-file = Dalam ukuran penuh, dengan semua detailnya:
result-ready = { $count ->
    [1] Potret ini milikmu.
   *[other] { $count } potret ini milikmu.
}
result-next = Selanjutnya mau apa?
result-none = Saat ini tidak ada potret untuk ditampilkan.
result-none-yet = Kamu belum punya potret.
result-gone = Potret itu sudah dihapus, waktunya sudah habis. Saya bisa membuat yang baru.
note-retouched = Saya mengedit fotomu sendiri dan tidak mengubah pakaianmu.
note-generated = { $count ->
    [1] Gambar ini dibuat oleh model AI. Sebelum dipakai, periksa baik-baik apakah itu benar-benar kamu.
   *[other] { $count } gambar ini dibuat oleh model AI. Sebelum dipakai, periksa baik-baik apakah itu benar-benar kamu.
}
note-enlarged = Detail fotomu kurang untuk ukuran ini, jadi saya perbesar sedikit. Foto asli yang lebih besar memberi potret yang lebih tajam.
note-soft_source = Fotomu agak kurang tajam, jadi potretnya juga. Foto asli yang lebih tajam akan membantu.
note-kept_background = Latar aslimu saya pertahankan dan sedikit saya buramkan kalau tidak bisa dipotong dengan rapi.
note-smaller = Yang ini saya buat sedikit lebih kecil dari biasanya, karena memori mesin saya sedang kurang.
note-tight_crop = Ruang di sekitarmu di foto itu sempit, jadi komposisinya lebih rapat dari biasanya.
result-liked = Terima kasih, senang kamu menyukainya.
result-disliked = Terima kasih sudah memberi tahu. “Lebih mirip saya” membuat hasilnya lebih dekat dengan fotomu; foto lain yang tajam dan bercahaya lembut juga membantu.
closer-offer = Kurang mirip kamu? Saya bisa membuat potret ini sekali lagi, lebih dekat dengan fotomu.
same-photos-gone = Sebagian foto yang dulu dipakai untuk potret ini sudah dihapus, jadi yang baru akan sedikit berbeda.
choice-again = 🔁 Lagi, tapi beda
choice-same = ♻ Lagi, sama persis
choice-closer = 🙂 Lebih mirip saya
choice-like = 👍 Saya suka
choice-dislike = 👎 Kurang cocok
choice-forget = 🗑 Hapus yang ini
choice-another = 🎨 Gaya lain
choice-full = ⬇ Ukuran penuh
choice-over = 📷 Mulai dari awal
forget-ask = { $count ->
    [1] Hapus potret ini? Potretnya langsung dihapus untuk selamanya, dan ditarik dari chat kalau chatnya mengizinkan. Foto-fotomu tetap ada.
   *[other] Hapus { $count } potret ini? Semuanya langsung dihapus untuk selamanya, dan ditarik dari chat kalau chatnya mengizinkan. Foto-fotomu tetap ada.
}
choice-forget-yes = 🗑 Ya, hapus
choice-forget-no = Tidak, simpan saja
forget-unfinished = Potret ini masih dibuat. Hentikan dulu, setelah itu bisa dihapus.
set-deleted = Sudah dihapus. Potret-potret ini hilang untuk selamanya.

## Language: each by its own name, the same in every file

language-ask = Saya pakai bahasa apa, ya?
language-placeholder = Pilih bahasa
language-set = Mulai sekarang saya pakai bahasa Indonesia.
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
    Kodemu, berlaku sepuluh menit dan hanya sekali pakai:

    { $code }

    Di chat yang lain, kirim /link { $code }
    Setelah itu kedua chat jadi satu: foto, pesanan, dan potretnya sama.
link-chats = Sudah digabungkan: { $chats }.
link-joined = Beres: kedua chat sekarang jadi satu, dengan foto, pesanan, dan potret yang sama. Saya membalas di chat yang terakhir kamu pakai.
link-wrong = Kode itu tidak bisa dipakai. Mungkin salah ketik, sudah pernah dipakai, atau sudah lewat sepuluh menit. Kirim /link di chat yang lain untuk kode baru.
link-own = Kode itu dibuat untuk akun ini sendiri. Masukkan di chat yang lain, yang mau digabungkan.
link-busy = Masih ada potret yang sedang dibuat untuk salah satu chat. Gabungkan setelah potretnya selesai, ya.
link-often = Sudah terlalu banyak kode yang salah. Coba lagi satu jam lagi, ya.
platform-telegram = Telegram
platform-discord = Discord
platform-local = halaman di browsermu
platform-other = chat lain

## Deletion

delete-ask =
    Hapus semuanya? Selfie, potret, pilihan, dan persetujuanmu langsung dihapus untuk selamanya. Ini tidak bisa dibatalkan.
choice-delete = 🗑 Ya, hapus semuanya
choice-keep = Tidak, simpan saja
delete-kept = Tidak ada yang dihapus.
delete-receipt =
    Sudah dihapus. Ini tanda terimamu:
    • { $selfies } selfie, { $portraits } potret, { $orders } pesanan, { $messages } pesan
    • { $objects } file terenkripsi, beserta kunci enkripsinya
    • pada { $when } (UTC)
    Tidak ada lagi apa pun tentang kamu yang tersimpan di sini. Pesan kita yang disimpan layanan chat bisa kamu hapus di sana. /start untuk mulai lagi.

## Help and wrong turns

help =
    Saya mengubah selfiemu menjadi potret profesional.
    1. Kirim foto dirimu: satu sudah cukup, empat sampai delapan paling bagus.
    2. Pilih gaya dan latar.
    3. Konfirmasi, lalu potretnya dikirim ke sini. Sambil menunggu, kamu bisa mengirim foto dan memesan lagi.
    Di bawah potret, kamu bisa minta dibuatkan yang lain, minta yang lebih mirip, memberi nilai, atau menghapusnya.

    /new – mulai dengan foto baru
    /status – sampai mana pesananmu
    /results – potret terbarumu
    /cancel – hentikan yang sedang berjalan
    /language – pilih bahasa saya
    /link – pakai beberapa chat sebagai satu
    /privacy – bagaimana fotomu dikelola
    /delete – hapus semuanya
unknown-command = Saya tidak kenal perintah itu. /help menampilkan yang saya kenal.
old-button = Tombol itu dari langkah sebelumnya. Kita sekarang di sini:
words-selfies = Saya bekerja dengan foto dan tombol, jadi teks tidak bisa saya pakai. Kirim foto dirimu, ya.
words-looks = Pilih di bawah ini, ya.
words-background = Pilih di bawah ini, ya.
words-confirm = Pakai tombol, ya: tekan “Buat” untuk mulai, atau ubah sesuatu dulu.
words-waiting = Sedang saya kerjakan. Saya kabari di sini begitu ada yang bisa dilihat. Sambil menunggu, kamu bisa mengirim foto lagi.
words-result = Pakai tombol, ya, atau kirim foto baru.
private-only = Mari bicara berdua saja: foto-fotomu bukan urusan orang lain. Buka chat dengan saya dan kirim /start.
something-wrong = Maaf, ada yang salah di pihak saya dan itu tidak berhasil. Tidak ada yang hilang. Coba lagi sebentar lagi, ya.

## Commands, as shown in the menu

command-start = Mulai
command-new = Mulai dengan foto baru
command-status = Sampai mana pesananmu
command-results = Potret terbarumu
command-cancel = Hentikan yang sedang berjalan
command-language = Pilih bahasa saya
command-link = Pakai beberapa chat sebagai satu
command-help = Cara kerjanya
command-privacy = Bagaimana fotomu dikelola
command-delete = Hapus semua tentang kamu

## Operators

banned = Pengelola studio ini sudah tidak melayani chat ini lagi, dan saya tidak akan membalas di sini. Data tentang kamu yang tersimpan masih bisa dihapus: kirim /delete.

## Telegram

telegram-description =
    Saya mengubah beberapa selfie menjadi potret profesional yang tetap terlihat seperti kamu.

    Kirim foto, pilih gaya, dan potretnya masuk ke chat ini. Untuk setiap foto saya beri tahu apakah foto itu membantu, dan kalau tidak, kenapa.

    Fotomu dienkripsi begitu diterima dan hanya dipakai untuk potretmu. /delete langsung menghapus semuanya, kapan saja.
telegram-short-description = Potret profesional dari selfiemu, tetap terlihat seperti kamu. /delete menghapus semuanya.
choice-private = 💬 Buka chat kita
command-start-in-group = Bicara berdua saja dengan saya
command-stats = Angka sehari terakhir
command-queue = Siapa yang sedang antre
command-pause = Tahan dulu pesanan
command-resume = Buat pesanan lagi
command-ban = Blokir seseorang
command-unban = Buka blokir seseorang
command-broadcast = Kirim pesan ke semua orang

## Discord: names of commands and options are one word in small letters

discord-private = Mari bicara berdua saja: foto-fotomu bukan urusan orang lain. Saya membalas di pesan langsung kita.
discord-open = 💬 Buka chat kita
discord-closed = Saya tidak bisa mengirimimu pesan, karena kamu tidak menerima pesan langsung dari saya. Izinkan di pengaturan privasi server tempat kita berdua ada, lalu kirim /results di sini atau di sana.
discord-name-start = potret
discord-name-new = baru
discord-name-status = status
discord-name-results = hasil
discord-name-cancel = batal
discord-name-language = bahasa
discord-name-link = gabung
discord-name-help = bantuan
discord-name-privacy = privasi
discord-name-delete = hapus
discord-name-photo = foto
discord-name-look = gaya
discord-name-code = kode
discord-option-photo = Foto dirimu
discord-option-look = Gaya yang kamu mau
discord-option-code = Kode dari chat yang lain
