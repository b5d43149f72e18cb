"""Sixty ways in which a text may try to be more than a text.

What would become an element carries ``data-canary``, and what would run sets the
title; so a page on which neither is found kept every one of them as text.
"""

RUN = "document.title='canary'"
ALERT = "alert('canary')"

ELEMENTS = (
    f"<script data-canary>{RUN}</script>",
    f"<SCRIPT DATA-CANARY>{RUN}</SCRIPT>",
    f"<scr<script data-canary>ipt>{RUN}</script>",
    f"<script data-canary src=data:text/javascript,{RUN}></script>",
    f"</script><script data-canary>{RUN}</script>",
    f"</title><script data-canary>{RUN}</script>",
    f"</textarea><script data-canary>{RUN}</script>",
    f"</style><script data-canary>{RUN}</script>",
    f"</option></select><script data-canary>{RUN}</script>",
    f"--><script data-canary>{RUN}</script><!--",
    f"]]><script data-canary>{RUN}</script>",
    f"<!--><img data-canary src=x onerror={RUN}>",
    f"<img data-canary src=x onerror={ALERT}>",
    f"<img data-canary src=x onerror={RUN}//",
    f"<IMG DATA-CANARY SRC=x ONERROR={RUN}>",
    f"<img/data-canary/src=x/onerror={RUN}>",
    f"<img\tdata-canary\tsrc=x\tonerror={RUN}>",
    f"<img\ndata-canary\nsrc=x\nonerror={RUN}>",
    f'"><img data-canary src=x onerror={RUN}>',
    f"'><img data-canary src=x onerror={RUN}>",
    f"`><img data-canary src=x onerror={RUN}>",
    f'" data-canary onmouseover={RUN} "',
    f"' data-canary onfocus={RUN} autofocus '",
    f"x data-canary autofocus onfocus={RUN}",
    f"<svg data-canary onload={RUN}>",
    f"<svg data-canary><script>{RUN}</script></svg>",
    f"<svg data-canary><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg data-canary><a href=javascript:{RUN}><text>press</text></a></svg>",
    f"<math data-canary><mtext><style><img src=x onerror={RUN}></style></math>",
    "<noscript data-canary><p title='</noscript><img src=x>'>",
    f"<body data-canary onload={RUN}>",
    f"<details data-canary open ontoggle={RUN}>x</details>",
    f"<marquee data-canary onstart={RUN}>x</marquee>",
    f"<video data-canary><source onerror={RUN}></video>",
    f"<audio data-canary src=x onerror={RUN}></audio>",
    f"<input data-canary autofocus onfocus={RUN}>",
    f"<select data-canary autofocus onfocus={RUN}></select>",
    f"<iframe data-canary src=javascript:{RUN}></iframe>",
    f"<iframe data-canary srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data-canary data=javascript:{RUN}></object>",
    f"<embed data-canary src=javascript:{RUN}>",
    "<form data-canary action=https://evil.example><button>Go on</button></form>",
    "<base data-canary href=https://evil.example/>",
    f"<meta data-canary http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<link data-canary rel=stylesheet href=https://evil.example/x.css>",
    "<style data-canary>body{display:none}</style>",
    "<p data-canary style='position:fixed;inset:0'>over all</p>",
    f"<a data-canary href=javascript:{RUN}>press</a>",
    "<template data-canary><slot>x</slot></template>",
)
"""What would be elements or attributes."""

ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" java\tscript:{RUN}",
    f"data:text/html,<script data-canary>{RUN}</script>",
    f"vbscript:{RUN}",
    f'https://good.example/"data-canary onmouseover={RUN}',
    f"[press](javascript:{RUN})",
)
"""What would be a link that runs."""

OTHERS = (
    "{{ 7191*7 }}{% raw %}${7191*7}",
    "%(title)s %s {0.__class__} {config}",
    "\u202egpj.canary\u202c \u2028\u2029\u200b",
    f"＜script data-canary＞{RUN}＜/script＞ +ADw-script+AD4-",
)
"""What a template, a format or a decoder might take for its own."""

PAYLOADS = (*ELEMENTS, *ADDRESSES, *OTHERS)
