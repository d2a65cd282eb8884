### Every sentence the bot says, in Brazilian Portuguese. Warm, plain, exact, short.

## Welcome and consent

welcome =
    Oi! Sou um estúdio automático de retratos. Você me envia algumas selfies, escolhe um estilo, e eu faço retratos profissionais que continuam com a sua cara.
welcome-terms =
    Antes de enviar qualquer coisa:
    • Suas fotos são criptografadas assim que chegam, usadas só nos seus retratos e nunca servem para treinar nada para outras pessoas.
    • Para avaliar suas fotos, comparar umas com as outras e enquadrar você, eu meço seu rosto. Essas medidas servem só para você e nunca são vendidas nem compartilhadas.
    • As selfies são apagadas depois de { $selfies }, e os retratos, depois de { $portraits }. /delete apaga tudo na hora, quando você quiser.
    • Envie apenas fotos suas, e somente se você tiver 18 anos ou mais.
welcome-question = Você aceita?
welcome-photo = Obrigado, mas não guardei essa foto: primeiro preciso do seu aceite. Depois é só enviar de novo.
agree-first = Primeiro preciso do seu aceite; aí podemos começar.
thanks = Obrigado! Se mudar de ideia, é só usar /delete a qualquer momento.
declined = Tudo bem. Não guardei nada. Se mudar de ideia, toque no botão.
privacy =
    Como suas fotos são tratadas

    O que fica guardado: suas selfies por { $selfies }, seus retratos por { $portraits }, suas escolhas, seu idioma, como você avalia os retratos e os endereços das suas conversas, para eu poder responder. Nada do que você escreve é guardado.
    Como: com criptografia e uma chave só sua, criada quando você deu seu aceite. Ao apagar, a chave é destruída primeiro; depois, os arquivos.
    Quem vê: só o programa que faz seus retratos. As fotos nunca são publicadas, vendidas nem usadas para treinar nada para outras pessoas.
    Uma foto que não ajuda é apagada na hora; só uma cópia pequena fica no quadro geral, pelo mesmo tempo que suas selfies. Uma prévia rápida é apagada quando o pedido dela termina.
    Seu rosto: é medido para avaliar cada foto, comparar as fotos do seu conjunto e enquadrar você. O que diferencia um rosto de outro fica só na memória e nunca é armazenado. Você concorda com isso ao aceitar e pode voltar atrás com /delete.
    As imagens: são feitas ou retocadas por um programa. Não as use em passaporte, visto ou outros documentos de identidade: eles exigem uma foto sem edição.

    /delete apaga tudo na hora, para todas as conversas que você uniu com /link, e manda um comprovante para você.
span-days = { $count ->
    [one] { $count } dia
   *[other] { $count } dias
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}

choice-agree = ✅ Aceito, tenho 18 anos ou mais
choice-decline = Prefiro não
choice-privacy = 🔒 Como as fotos são tratadas
choice-language = 🌐 Idioma

## Photos

send-selfies = Agora me envie suas selfies: uma já basta, e de quatro a oito formam o melhor conjunto.
send-selfies-tips =
    O que mais ajuda:
    • luz do dia de frente, de uma janela, por exemplo
    • rosto grande e nítido, olhando para a câmera
    • cabeça e ombros na foto, e mais ninguém
    • sem filtros e sem óculos escuros
send-selfies-file = Dica: aplicativos de conversa reduzem as fotos. Enviada como arquivo, a foto mantém todos os detalhes.
send-more = Envie quantas mais quiser.
new-set = Pronto: suas selfies anteriores foram apagadas. Os retratos já feitos continuam em /results.
new-set-empty = Vamos começar com fotos novas.
board-head = Fotos que valem: { $usable } de { $received }{ $checking ->
    [0] .
   *[other] , { $checking } em análise.
}
board-wait = Estou olhando suas fotos, um momento…
board-none = Nenhuma destas vai render um bom retrato. Envie outra, por favor.
board-none-yet = Nenhuma destas vale por enquanto: responda com os botões ou envie outra.
board-strangers = Parece que há pessoas diferentes nestas fotos. Indique com os botões em quais você aparece ou envie apenas fotos suas.
board-few = Dá para fazer. Com quatro a oito fotos, tenho mais opções. Envie mais ou continue.
board-good = Um bom conjunto. Já dá para continuar.
advice-left = O que mais ajudaria: mais uma com a cabeça virada um pouco para a sua direita.
advice-right = O que mais ajudaria: mais uma com a cabeça virada um pouco para a sua esquerda.
advice-frontal = O que mais ajudaria: mais uma olhando direto para a câmera.
advice-expression = O que mais ajudaria: mais uma com outra expressão, sorrindo ou sem sorrir.
advice-light = O que mais ajudaria: mais uma com outra luz, perto de uma janela, por exemplo.
advice-occasion = O que mais ajudaria: mais uma de outro dia ou lugar.
photos-good = ✅ { $numbers }
photos-usable = ☑️ { $numbers }: dá para usar
photos-more = … e mais { $count }: o motivo está na imagem.
photos-forgotten = 🗑 { $numbers }: o prazo acabou e foi tudo apagado
photo-warn = { $number }. ☑️ serve: { $reason }
photo-reject = { $number }. ❌ { $reason }
photo-asks = { $number }. ❓ Há outro rosto ({ $second_face_share_percent }% do tamanho do primeiro). O do círculo é o seu? Se for, toque em “usar este rosto”.
photo-duplicate = { $number }. ♊ quase igual à { $twin }, então só uma das duas vale. Envie uma diferente.
photo-stranger = { $number }. ❓ outra pessoa? A diferença para os outros rostos é { $distance }; o limite é 0,6. Só vale se você disser que é você.
photo-doubtful = { $number }. ❓ é você? A diferença para os outros rostos é { $distance }; em fotos da mesma pessoa costuma ficar abaixo de 0,5.
board-erased = Estas fotos foram apagadas.
choice-claim-face = { $number }: usar este rosto
choice-claim-me = { $number }: sou eu
choice-drop = { $number }: não sou eu, deixar fora
choice-photos-done = { $usable ->
    [one] Continuar com { $usable } foto ➜
   *[other] Continuar com { $usable } fotos ➜
}
photos-enough = Já tenho { $most } fotos, o máximo que consigo usar. Esta não foi guardada. Continue ou comece um novo conjunto com /new.
photo-for-next = Esta foto vale para o seu próximo pedido. Os retratos que estão sendo feitos agora ficam como você pediu.
choice-upload = 📎 Enviar fotos
too-big = Este arquivo é grande demais: aceito até { $limit } MB. Envie como foto normal, por favor.
not-a-picture = Só consigo usar imagens: JPEG, PNG, WebP, HEIC ou AVIF. Envie uma foto sua, por favor.
not-downloaded = Não consegui baixar essa foto do aplicativo, então ela não chegou até mim. Envie de novo, por favor.
check-failed = Não consegui avaliar uma das suas fotos, e a culpa foi minha, não da foto. Ela foi apagada. Envie de novo, por favor.
photos-needed = Para isso preciso de pelo menos uma foto sua que dê para usar. Envie uma, por favor.

## Words below the photos of the overview: two or three, they stand in a small picture

sheet-no_face = sem rosto
sheet-several_faces = vários rostos
sheet-face_too_small = rosto pequeno
sheet-too_low_resolution = pouco detalhe
sheet-blurred = desfocada
sheet-too_dark = escura
sheet-overexposed = clara demais
sheet-harsh_light = sombra dura
sheet-profile_pose = rosto de lado
sheet-sunglasses = óculos escuros
sheet-occluded = rosto coberto
sheet-eyes_closed = olhos fechados
sheet-filter_or_cartoon = alterada
sheet-not_a_photo = não é foto
sheet-near_duplicate = repetida
sheet-other_person = outra pessoa?
sheet-unreadable = ilegível
sheet-asks = qual rosto?
sheet-doubtful = é você?

## Why a photo is refused, or only noted: what was measured, and one thing to do

original = { $shrinks ->
    [yes] original como arquivo
   *[no] original
}
reject-other = esta não vai render um bom retrato. Envie outra.
warn-other = não é ideal, mas ajuda.

reject-no_face-faces = não encontrei nenhum rosto. Envie uma em que você olhe para a câmera.
reject-no_face-certainty = não tenho certeza de que isto é um rosto ({ $certainty_percent }%; o mínimo é 62%). Envie uma em que você olhe para a câmera.
reject-no_face-animal = não tenho certeza de que este é o rosto de uma pessoa. Envie uma em que você olhe para a câmera.
reject-several_faces-second_face_share = há { $faces } rostos, o segundo com { $second_face_share_percent }% do tamanho do primeiro. Envie uma só com você.
warn-several_faces-second_face_share = há mais alguém na foto; uso o rosto com o círculo.
reject-face_too_small-face_width_share = seu rosto ocupa { $face_width_share_percent }% da largura; o mínimo é 10%. Chegue mais perto.
reject-face_too_small-ied_px = rosto pequeno demais: { $ied_px } px entre os olhos; 120 já é bom. Chegue mais perto ou envie o { original }.
warn-face_too_small-ied_px = rosto um pouco pequeno ({ $ied_px } px entre os olhos; 120 já é bom). Mais de perto ficaria mais nítido.
reject-too_low_resolution-ied_px = há { $ied_px } px entre seus olhos; 120 já é bom. Envie o { original }.
reject-too_low_resolution-short_side_px = a imagem é pequena demais: o lado menor tem { $short_side_px } px; de 512 em diante é bom. Envie o { original }.
warn-too_low_resolution-short_side_px = um pouco pequena ({ $short_side_px } px no lado menor; 512 já é bom). O { original } ficaria mais nítido.
reject-too_low_resolution-squareness = a foto está muito comprimida ou ampliada ({ $squareness_percent }% de quadradinhos, o normal é 25%). Envie o { original }.
warn-too_low_resolution-squareness = a foto está comprimida ({ $squareness_percent }% de quadradinhos, o normal é 25%). O { original } seria melhor.
reject-blurred-sharpness = seu rosto está desfocado: nitidez { $sharpness }, o normal é 55. Fique imóvel e foque no rosto ou envie o { original }.
warn-blurred-sharpness = um pouco sem nitidez ({ $sharpness }, o normal é 55). Segure firme e foque no rosto.
reject-too_dark-light_range = escura demais: a luz no rosto cobre { $light_range_percent }% do que uma foto comporta, mínimo 20%. Vire-se para uma janela ou lâmpada.
warn-too_dark-light_range = um pouco escura (a luz cobre { $light_range_percent }%, mínimo 20%). Vire-se para uma janela ou lâmpada.
reject-overexposed-light_burnt_share = clara demais: { $light_burnt_share_percent }% do seu rosto está branco puro; o máximo é 6%. Saia da luz direta.
warn-overexposed-light_burnt_share = um pouco clara ({ $light_burnt_share_percent }% do seu rosto está branco puro, máximo 6%). Uma luz mais suave seria melhor.
reject-harsh_light-light_split_stops = um lado do seu rosto está { $light_split_stops ->
    [one] { $light_split_stops } stop
   *[other] { $light_split_stops } stops
} mais escuro que o outro; o máximo é 1,3. Vire-se até a luz pegar os dois.
warn-harsh_light-light_split_stops = um lado do seu rosto está { $light_split_stops ->
    [one] { $light_split_stops } stop
   *[other] { $light_split_stops } stops
} mais escuro que o outro; o máximo é 1,3. Vire-se um pouco para a luz.
reject-harsh_light-light_lost_share = { $light_lost_share_percent }% do seu rosto está em sombra preta; o máximo é 12%. Vire-se para a luz.
warn-harsh_light-light_lost_share = { $light_lost_share_percent }% do seu rosto está em sombra preta; o máximo é 12%. Vire-se um pouco para a luz.
reject-profile_pose-nose_across = sua cabeça está virada demais para o lado. Vire-se para a câmera.
warn-profile_pose-nose_across = sua cabeça está bem virada para o lado. Um pouco mais de frente seria melhor.
reject-profile_pose-pitch_degrees = sua cabeça está { $pitch_degrees }° para baixo; o máximo é 27°. Levante o olhar para a câmera.
warn-profile_pose-pitch_degrees = sua cabeça está { $pitch_degrees }° para baixo. Levante um pouco o olhar.
reject-profile_pose-far_eye_seen = sua cabeça está virada demais para o lado. Vire-se para a câmera.
reject-sunglasses-under_eyes_stops = mal vejo seus olhos ({ $under_eyes_stops ->
    [one] { $under_eyes_stops } stop
   *[other] { $under_eyes_stops } stops
} mais escuros que as bochechas, máximo 1,6). Sem óculos escuros e de frente para a luz.
warn-sunglasses-under_eyes_stops = escuro em volta dos olhos ({ $under_eyes_stops ->
    [one] { $under_eyes_stops } stop
   *[other] { $under_eyes_stops } stops
} abaixo das bochechas, máximo 1,6). Tire os óculos de lente escura.
reject-sunglasses-eyes_seen = não vejo seus olhos. Tire os óculos escuros e não deixe nada cobri-los.
warn-sunglasses-eyes_seen = quase não vejo seus olhos. Não deixe nada cobri-los.
reject-occluded-face_inside_share = só { $face_inside_share_percent }% do seu rosto está na foto. Afaste-se ou venha para o meio.
warn-occluded-face_inside_share = { $face_inside_share_percent }% do seu rosto está na foto. Afaste-se um pouco.
reject-occluded-eye_to_side = a borda da foto corta seu rosto. Afaste-se ou venha para o meio.
warn-occluded-eye_to_side = a borda da foto está muito perto do seu rosto. Afaste-se um pouco.
reject-occluded-mouth_seen = algo cobre sua boca. Tire mãos, máscaras e copos da frente.
warn-occluded-mouth_seen = quase não vejo sua boca. Deixe-a livre de mãos e copos.
warn-eyes_closed-eye_opening = seus olhos parecem fechados. Uma com eles abertos seria melhor.
reject-not_a_photo-painted = parece pintura, escultura ou computação gráfica ({ $painted_percent }%; fotos têm menos de 75%). Envie a foto como saiu da câmera.
reject-filter_or_cartoon-fill = sua pele está lisa entre bordas duras, como depois de um filtro. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-grain = seu rosto é só contornos e áreas lisas, como depois de um filtro. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-tones = restaram poucos tons no seu rosto, como depois de um filtro. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-outlines = há linhas escuras desenhadas em volta dos traços. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-eye_depth = os olhos não são mais escuros que as bochechas, como em um negativo. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-skin_off = há um filtro de cor sobre a imagem (desvio de { $skin_off }; o máximo é 10). Desative o filtro.
reject-filter_or_cartoon-cast = uma única cor cobre tudo. Desative o filtro de cor ou apague a luz colorida.
reject-filter_or_cartoon-chroma_peak = as cores estão fortes demais. Envie a foto como saiu da câmera.
reject-filter_or_cartoon-stretch = a imagem parece esticada ou espremida. Envie como saiu da câmera.
reject-not_a_photo-page = { $page_percent }% desta imagem é a página em volta da foto. Envie a própria foto, não uma captura de tela.
reject-not_a_photo-screen = parece a foto de uma tela ({ $screen_percent }%). Envie a própria foto.
reject-not_a_photo-paper = { $paper_percent }% do rosto é papel em branco. Envie uma foto, não um desenho.
reject-not_a_photo-lines = o rosto é só linhas, sem luz e sombra. Envie uma foto, não um desenho.
reject-not_a_photo-pallor = o rosto não tem cor, mas o resto da imagem tem. Envie uma foto sua.
reject-unreadable-not_an_image = este arquivo não é uma imagem, apesar do nome. Envie uma foto em JPEG, PNG, WebP, HEIC ou AVIF.
reject-unreadable-unsupported_format = não consigo ler este tipo de imagem. Envie uma foto em JPEG, PNG, WebP, HEIC ou AVIF.
reject-unreadable-damaged = o arquivo está danificado ou incompleto. Envie de novo ou mande outro.
reject-unreadable-too_many_pixels = esta imagem tem { $megapixels } megapixels, e aceito até 50. Envie uma foto normal.
reject-unreadable-too_small = a imagem é minúscula: o lado menor tem { $short_side_px } px; de 512 em diante é bom. Envie o { original }.
reject-unreadable-too_heavy = este arquivo é grande demais para uma foto. Envie como foto normal.

## Looks

looks-ask = Escolha até { $most } estilos. Faço { $each } retratos de cada um.
look-line = • { $title }: { $about }
looks-enough = Já são { $most } estilos, o máximo por pedido. Desmarque um para escolher outro ou continue.
choice-look-on = ✓ { $title }
choice-looks-done = { $count ->
    [one] Continuar com { $count } estilo ➜
   *[other] Continuar com { $count } estilos ➜
}
looks-placeholder = Escolha até { $most } estilos
unknown-look = Esse estilo não está mais disponível. Estes são os que tenho.
style-linkedin = LinkedIn
style-linkedin-about = cinza de estúdio, aberto e acessível
style-cv = Currículo
style-cv-about = branco liso, sóbrio e claro
style-corporate = Corporativo
style-corporate-about = azul-marinho, tom frio e sério
style-startup = Startup
style-startup-about = bege quente, luz de janela, descontraído
style-speaker = Palestrante
style-speaker-about = azul-marinho, luz forte de um lado
style-creative = Criativo
style-creative-about = bege quente, cores foscas de filme
style-outdoor = Ao ar livre
style-outdoor-about = o seu próprio ambiente, levemente desfocado
style-dating = Namoro
style-dating-about = o seu próprio ambiente, luz quente
style-instagram = Instagram
style-instagram-about = o seu próprio ambiente, cores vivas
style-monochrome = Preto e branco
style-monochrome-about = monocromático clássico de estúdio
style-academic = Acadêmico
style-academic-about = bege quente, cores naturais
style-realestate = Imobiliário
style-realestate-about = branco, claro e limpo

## Background

background-ask = Qual fundo?
background-look = O de cada estilo
background-grey = Cinza de estúdio
background-white = Branco
background-navy = Azul-marinho
background-warm = Bege quente
background-own = O seu, desfocado
background-placeholder = Escolha um fundo
unknown-background = Esse fundo não está mais disponível. Estes são os que tenho.

## Confirmation

confirm-looks = { $count ->
    [one] { $count } retrato: { $looks }.
   *[other] { $count } retratos: { $looks }.
}
confirm-background = Fundo: { $background }.
confirm-photos = { $count ->
    [one] A partir da sua foto.
   *[other] A partir das melhores das suas { $count } fotos.
}
confirm-time = Leva { $time }.
confirm-no-worker = O estúdio não está funcionando neste momento. Seu pedido fica guardado e será feito assim que ele voltar.
confirm-paused = O estúdio está em pausa no momento. Seu pedido mantém o lugar na fila e será feito assim que ele reabrir.
confirm-after-own = Este pedido será feito depois dos seus outros.
confirm-generated = Um modelo de IA cria imagens novas a partir das suas selfies: outra roupa, outra luz e outro fundo. Seu rosto deve continuar sendo o seu; olhe com atenção antes de usar.
confirm-honest = Eu retoco a sua própria foto como um fotógrafo faria: enquadramento, luz, cor, fundo e pele, sem perder a textura. Seu rosto e sua roupa ficam como são.
choice-make = { $count ->
    [one] ✨ Fazer { $count } retrato
   *[other] ✨ Fazer { $count } retratos
}
choice-change-looks = Mudar estilos
choice-change-background = Mudar fundo
choice-add-photos = Adicionar fotos
time-unknown = cerca de um minuto
time-seconds = { $count ->
    [one] cerca de { $count } segundo
   *[other] cerca de { $count } segundos
}
time-minutes = { $count ->
    [one] cerca de um minuto
   *[other] cerca de { $count } minutos
}

## The order

order-next = Você está na frente da fila: { $total ->
    [one] { $total } retrato, pronto
   *[other] { $total } retratos, prontos
} em { $time }.
order-in-line = Seu lugar na fila: { $place }. Seus retratos devem ficar prontos em { $time }.
order-no-worker = Seu pedido está seguro. O estúdio não está funcionando neste momento; começo assim que ele voltar e escrevo para você aqui.
order-after-own = Pedido anotado: { $total ->
    [one] { $total } retrato
   *[other] { $total } retratos
}. É o número { $place } dos seus próprios pedidos; começo assim que os anteriores terminarem.
order-paused = Seu pedido está seguro e mantém o lugar na fila. O estúdio está em pausa no momento; continuo assim que ele reabrir e escrevo para você aqui.
order-making = Fazendo seus retratos: { $done } de { $total } prontos.
order-done = ✅ Pronto.
order-cancelled = Parei. Nada mais deste pedido está sendo feito.
order-cancelled-kept = O que já estava pronto está em /results.
order-failed-photos_gone = Não consegui fazer estes retratos: as selfies deste pedido foram apagadas nesse meio-tempo. Envie outras com /new, por favor.
order-failed-no_usable_photo = Não consegui fazer estes retratos: em nenhuma das fotos encontrei seu rosto bem o suficiente. Envie outras com /new, por favor.
order-failed-out_of_memory = Sinto muito: minha máquina ficou sem memória três vezes ao fazer seus retratos. Suas fotos estão seguras. Tente de novo daqui a alguns minutos.
order-failed-disk_full = Sinto muito: meu disco está cheio e não consegui guardar seus retratos. Suas fotos estão seguras. Tente de novo mais tarde; quem cuida de mim já foi avisado.
order-failed-timed_out = Sinto muito: seus retratos demoraram muito mais do que deviam, então parei depois de três tentativas. Suas fotos estão seguras. Tente de novo, por favor.
order-failed-mode_not_served = Não consegui fazer estes retratos: no momento não é possível fazê-los desta forma. Suas fotos estão seguras. Tente de outra forma com /new; quem cuida de mim já foi avisado.
order-failed-adapter_refused = Não consegui fazer estes retratos: não foi possível usar o seu modelo pessoal. Suas fotos estão seguras. Peça para criá-lo de novo ou faça o pedido sem ele.
order-failed-blank_picture = Sinto muito: em vez de retratos, saíram só imagens vazias, várias vezes. Suas fotos estão seguras. Tente de novo; se acontecer outra vez, outro estilo pode ajudar.
order-failed-engine = Sinto muito: algo deu errado ao fazer seus retratos, três vezes. Suas fotos estão seguras. Tente de novo; se acontecer outra vez, outras fotos podem ajudar.
failed-next = O que você quer fazer?
cancelled-next = Suas fotos continuam aqui. O que você quer fazer?
orders-enough = Você tem { $count ->
    [one] { $count } pedido
   *[other] { $count } pedidos
} em andamento, o máximo ao mesmo tempo. Peça de novo quando um deles terminar ou cancele um com o botão dele.
budget-spent = { $left ->
    [0] Você já pediu todos os retratos que posso fazer para você hoje. À meia-noite (UTC) a contagem recomeça.
   *[other] Este pedido tem { $asked ->
        [one] { $asked } retrato
       *[other] { $asked } retratos
    }, mas hoje só posso fazer mais { $left } para você. Escolha menos estilos ou volte depois da meia-noite (UTC), quando a contagem recomeça.
}
queue-full = Há tanta gente esperando que agora não consigo aceitar mais pedidos. Suas escolhas não se perdem: tente de novo um pouco mais tarde, por favor.
queue-full-time = Um pedido feito agora levaria { $time }.
busy-new = Suas fotos são necessárias até seus retratos ficarem prontos. Se quiser começar de novo, pare os retratos primeiro.
choice-cancel = ✖ Cancelar
choice-cancel-number = ✖ Cancelar { $number }
choice-cancel-all = ✖ Cancelar tudo
preview-note = Uma prévia rápida, feita da sua própria foto. Os retratos prontos chegam aqui e vão ficar diferentes.
choice-retry = Tentar de novo
cancel-over = Não há mais nada para parar: esse pedido já terminou.
cancel-nothing = Não há nada para parar.
cancelled-choosing = Parei. Suas fotos continuam aqui.
status-line = { $number }. { $looks } – { $state }
status-waits = { $total ->
    [one] { $total } retrato, assim que os de cima terminarem.
   *[other] { $total } retratos, assim que os de cima terminarem.
}
status-nothing = Nenhum retrato está sendo feito agora.

## Results

result-album = { $count ->
    [one] Aqui está o seu retrato.
   *[other] Aqui estão os seus { $count } retratos.
}
result-caption = { $look }
result-file = Em tamanho completo, com todos os detalhes:
result-ready = { $count ->
    [one] Este retrato é seu.
   *[other] Estes { $count } retratos são seus.
}
result-next = O que você quer fazer agora?
result-none = No momento não há retratos para mostrar.
result-none-yet = Você ainda não tem retratos.
result-gone = Esses retratos foram apagados: o prazo acabou. Posso fazer outros.
note-retouched = Retoquei a sua própria foto e não mudei a sua roupa.
note-generated = { $count ->
    [one] Um modelo de IA criou esta imagem. Antes de usar, olhe com atenção se é mesmo você.
   *[other] Um modelo de IA criou estas { $count } imagens. Antes de usar, olhe com atenção se é mesmo você.
}
note-enlarged = Sua foto tinha menos detalhes do que este tamanho pede, então a ampliei um pouco. Um original maior dá um retrato mais nítido.
note-soft_source = Sua foto está um pouco sem nitidez, e o retrato também. Um original mais nítido ajuda.
note-kept_background = Onde não foi possível fazer um recorte limpo, mantive o seu próprio fundo, levemente desfocado.
note-smaller = Fiz este um pouco menor que o normal, porque minha máquina estava com pouca memória.
note-tight_crop = Sua foto tem pouco espaço ao seu redor, por isso o enquadramento está mais fechado que o normal.
result-liked = Obrigado, que bom que você gostou!
result-disliked = Obrigado por dizer. Com “Mais parecidos comigo”, fico mais perto das suas fotos; outras fotos, nítidas e com luz suave, também ajudam.
closer-offer = Não ficou parecido o bastante com você? Posso fazer estes retratos mais uma vez, ficando mais perto das suas fotos.
same-photos-gone = Algumas das fotos usadas nestes retratos foram apagadas, então os novos vão ficar um pouco diferentes.
choice-again = 🔁 De novo, mas diferentes
choice-same = ♻ De novo, iguais
choice-closer = 🙂 Mais parecidos comigo
choice-like = 👍 Gostei
choice-dislike = 👎 Não gostei
choice-forget = 🗑 Apagar estes
choice-another = 🎨 Outro estilo
choice-full = ⬇ Tamanho completo
choice-over = 📷 Recomeçar
forget-ask = { $count ->
    [one] Apagar este retrato? Ele é apagado na hora e para sempre, e sai da conversa onde ela permitir. Suas fotos ficam.
   *[other] Apagar estes { $count } retratos? Eles são apagados na hora e para sempre, e saem da conversa onde ela permitir. Suas fotos ficam.
}
choice-forget-yes = 🗑 Sim, apagar
choice-forget-no = Não, manter
forget-unfinished = Estes retratos ainda estão sendo feitos. Pare-os primeiro; depois dá para apagar.
set-deleted = Apagado. Estes retratos não existem mais.

## Language: each by its own name, the same in every file

language-ask = Em que idioma você quer que eu fale?
language-placeholder = Escolha um idioma
language-set = A partir de agora falo português.
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
    Seu código, válido por dez minutos e para um único uso:

    { $code }

    Na outra conversa, envie /link { $code }
    A partir daí, as duas conversas são uma só: as mesmas fotos, os mesmos pedidos e retratos.
link-chats = Unidas até agora: { $chats }.
link-joined = Pronto: as duas conversas agora são uma só, com as mesmas fotos, pedidos e retratos. Respondo na que você usou por último.
link-wrong = Esse código não funciona. Talvez tenha sido digitado errado, já tenha sido usado ou tenha mais de dez minutos. Envie /link na outra conversa para receber um novo.
link-own = Esse código foi criado para esta mesma conta. Digite-o na outra conversa, a que você quer unir.
link-busy = Em uma das duas conversas ainda há retratos sendo feitos. Una as conversas quando eles ficarem prontos, por favor.
link-often = Foram códigos errados demais. Tente de novo daqui a uma hora, por favor.
platform-telegram = Telegram
platform-discord = Discord
platform-local = a página no seu navegador
platform-other = outra conversa

## Deletion

delete-ask =
    Apagar tudo? Suas selfies, seus retratos, suas escolhas e seu aceite são apagados na hora e para sempre. Não dá para desfazer.
choice-delete = 🗑 Sim, apagar tudo
choice-keep = Não, manter
delete-kept = Nada foi apagado.
delete-receipt =
    Apagado. Este é o seu comprovante:
    • { $selfies ->
        [one] { $selfies } selfie
       *[other] { $selfies } selfies
    }, { $portraits ->
        [one] { $portraits } retrato
       *[other] { $portraits } retratos
    }, { $orders ->
        [one] { $orders } pedido
       *[other] { $orders } pedidos
    }, { $messages ->
        [one] { $messages } mensagem
       *[other] { $messages } mensagens
    }
    • { $objects ->
        [one] { $objects } arquivo criptografado
       *[other] { $objects } arquivos criptografados
    }, junto com a chave da criptografia
    • em { $when } (UTC)
    Nada sobre você continua guardado aqui. O que o aplicativo de conversa guarda das nossas mensagens você pode apagar por lá. /start começa de novo.

## Help and wrong turns

help =
    Eu transformo suas selfies em retratos profissionais.
    1. Envie fotos suas: uma basta, de quatro a oito é o melhor.
    2. Escolha os estilos e um fundo.
    3. Confirme, e os retratos chegam aqui. Enquanto isso, você pode enviar fotos e pedir mais.
    Abaixo dos retratos, você pode pedir outros, pedir mais semelhança, avaliar ou apagar.

    /new – começar com fotos novas
    /status – como estão os seus pedidos
    /results – seus retratos mais recentes
    /cancel – parar o que está em andamento
    /language – escolher o idioma
    /link – unir várias conversas em uma
    /privacy – como suas fotos são tratadas
    /delete – apagar tudo
unknown-command = Não conheço esse comando. /help mostra os que conheço.
old-button = Esse botão é de uma etapa anterior. Estamos aqui:
words-selfies = Eu trabalho com fotos e botões, então texto não me ajuda. Envie uma foto sua, por favor.
words-looks = Escolha aqui embaixo, por favor.
words-background = Escolha aqui embaixo, por favor.
words-confirm = Use os botões, por favor: toque em “Fazer” para começar ou mude algo antes.
words-waiting = Estou trabalhando nisso. Escrevo aqui assim que houver algo para ver. Enquanto isso, você pode enviar mais fotos.
words-result = Use os botões, por favor, ou envie uma nova foto.
private-only = Vamos conversar em particular: suas fotos só dizem respeito a você. Abra uma conversa comigo e envie /start.
something-wrong = Sinto muito, algo deu errado do meu lado e não consegui fazer isso. Nada se perdeu. Tente de novo daqui a pouco.

## Commands, as shown in the menu

command-start = Começar
command-new = Começar com fotos novas
command-status = Como estão os seus pedidos
command-results = Seus retratos mais recentes
command-cancel = Parar o que está em andamento
command-language = Escolher o idioma
command-link = Unir várias conversas em uma
command-help = Como funciona
command-privacy = Como suas fotos são tratadas
command-delete = Apagar tudo sobre você

## Operators

banned = Quem cuida deste estúdio bloqueou esta conversa. Não respondo mais aqui. O que está guardado sobre você ainda pode ser apagado: envie /delete.

## Telegram

telegram-description =
    Eu transformo algumas selfies em retratos profissionais que continuam com a sua cara.

    Envie fotos, escolha um estilo, e os retratos chegam nesta conversa. De cada foto eu digo se ela ajuda e, se não, por quê.

    Suas fotos são criptografadas assim que chegam e usadas só nos seus retratos. /delete apaga tudo na hora, quando você quiser.
telegram-short-description = Retratos profissionais das suas selfies, que continuam com a sua cara. /delete apaga tudo.
choice-private = 💬 Abrir nossa conversa
command-start-in-group = Conversar comigo em particular
command-stats = Números do último dia
command-queue = Quem está na fila
command-pause = Deixar os pedidos em espera
command-resume = Retomar os pedidos
command-ban = Bloquear alguém
command-unban = Desbloquear alguém
command-broadcast = Escrever para todo mundo

## Discord: names of commands and options are one word in small letters

discord-private = Vamos conversar em particular: suas fotos só dizem respeito a você. Respondo nas nossas mensagens diretas.
discord-open = 💬 Abrir nossa conversa
discord-closed = Não consigo escrever para você, porque você não aceita mensagens diretas minhas. Permita-as nas configurações de privacidade de um servidor em que nós dois estejamos e depois envie /results aqui ou lá.
discord-name-start = retrato
discord-name-new = novo
discord-name-status = status
discord-name-results = resultados
discord-name-cancel = cancelar
discord-name-language = idioma
discord-name-link = unir
discord-name-help = ajuda
discord-name-privacy = privacidade
discord-name-delete = apagar
discord-name-photo = foto
discord-name-look = estilo
discord-name-code = código
discord-option-photo = Uma foto sua
discord-option-look = O estilo que você quer
discord-option-code = O código da outra conversa
