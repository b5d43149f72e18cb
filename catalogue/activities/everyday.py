"""Which words of plain talk point at no activity, or hardly at any.

*Silent* words hold a sentence or a wish together ("used to", "I'd love to", "my uncle
showed me", "been ages since") and are never terms. *Everyday* words (rain, Sunday,
lads) are terms, but weak ones: they count beside a telling word, never by
themselves. Nothing is here because it is unwelcome.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GRAMMAR = _words(
    """
    a aboot about above across after again against ago ah all almost along already
    also although always am among an and another any anybody anyone anything anyway
    anywhere are arent around as at away aye be became because become been before
    behind being below beside besides between beyond both but by came can cannae
    cannot cant come comes coming cos could couldnae couldnt did didnae didnt dinnae
    do does doesnt doing done dont doon down due dunno during each either else em enough
    er etc even ever every everybody everyone everything everywhere except far few
    for frae from further gan gannin get gets getting go goes going gone gonna got
    gotta had hadnt half has hasnt have havent having havnt he hed her here heres
    hers herself hes hey him himself his how however i id if ill im in indeed innit
    inside instead into is isnt it itd itll its itself ive just keep keeps kept kind
    kinda last later least less let lets likely made make makes making many may
    maybe me might mine more most mostly much must my myself nae near nearly neither
    never next no nobody none nor not nothing now nowt of off oh ok okay on once one
    ones only onto oot or other others otherwise our ours ourselves out outside over
    ower own owt part per perhaps please plus put puts putting quite rather really
    right roond said same saw say says see seen several shall she shed shes should
    shouldnt since so some somebody somehow someone something sometimes somewhere
    soon sort still stuff such summat sure tae take taken takes taking than that
    thatd thats the thee their theirs them themselves then there theres these they
    theyd theyll theyre theyve thi thing things this those thou though through
    throughout thus til till to together too took toward towards twice under unless
    until up upon us use used uses using usual usually very via was wasnae wasnt way
    ways we wed well went were werent weve what whatever whats when whenever where
    wheres wherever whether which while who whoever whole whom whos whose why wi
    will with within without wont would wouldnae wouldnt ya yeah yep yer yes yet yis
    yon you youd youll your youre yours yourself yous youse youve
    """
)
"""Grammar and the verbs of all work, folded, without apostrophes."""

FRAMING = _words(
    """
    adore adored age ages always began begin bit decade decades enjoy enjoyed
    enjoying enjoys fancied fancy fancying favourite glad grew hope hoped hoping
    interest interested interests keen lately like liked likes liking loads lot lots
    love loved loves loving miss missed missing obsessed passion passionate prefer
    prefers remember remembered remembers showed shown start started starting stop
    stopped stopping thought time times tried tries try trying want wanted wanting
    wants wish wished wishing wonder wondered wondering year years yrs
    """
)
"""Words that say *that* something is liked, missed or begun, and for how long."""

SILENT = GRAMMAR | FRAMING

EVERYDAY = _words(
    """
    able absolutely actually add adult afternoon afternoons aged alone alright
    amazing answer area arm arms ask asked aunt auntie autumn awful back bad bag
    bags bairn bairns bath beautiful bed bedroom believe best better big bigger
    birthday block bloke blokes blue body born boss bother bottom bought box boxes
    boy boyfriend boys brain break bright brilliant bring bringing brings broke
    broken brother brothers brought brown busy buy buying call called calls calm
    care case catch caught centre century certain chair chance change changed chat
    chatting cheap check child childhood children choice christmas city class clean
    clear clever close club clubs coffee cold college comfortable company complete
    confidence confident corner corners cost council count country county couple
    course cousin cousins crack cracking crowd cup cupboard da dad daddy dads daft
    daily dark date daughter daughters day days dead deal dear decent deep died
    difference different difficult dinner dinners doctor door doors doubt drink
    drinking drinks early earn earned easier easily easy eat eight eighteen eighty
    eleven end ended ends estate evening evenings event events exactly experience
    experienced extra eye eyes face faces fact fair fall families family fast fat
    father feel feeling feels feet fell felt fifteen fifty fill finally find finding
    finds fine finger fingers finish finished fire firm first fit five flat floor
    folk folks follow food foot forever forget forgot form forty forward found four
    fourteen free fresh friday fridays friend friends front full fun funny garage
    gave general gentle gift girl girlfriend girls give given gives giving gold good
    gran grand granda grandad grandchildren granddad granddaughter grandfather
    grandkids grandma grandmother grandpa grandparents grandson granny great green
    grey ground group groups grow grown guess guy guys hall hand handle hands hang
    happen happened happens happy hard hat hate head heads health hear heard heart
    heavy held hello help helped helpful helping helps high hill hit hold holding
    holiday holidays home hope horrible hospital hot hour hours house houses hundred
    hundreds hurt husband idea important inch indoors job jobs join joined kid kids
    kitchen knee knees knew know knowing known knows lad ladies lads lady laid land
    lane large lass lasses late laugh laughing laughs lay lead learn learned
    learning learnt leave leaves leaving led left leg legs lend level lie life lift
    light lights line lines list little live lived lives living load local london
    lonely long longer look looked looking looks lose lost loud lovely low luck
    lucky lunch lying mad main mam man manage managed mate mates matter mean means
    meet meeting meetings meets member members memories memory men mess met middle
    mile miles million mind minute minutes mixed moment monday mondays money month
    monthly months morning mornings mother mothers mouth move moved moving mum mummy
    mums name names nan nana natural neck need needed needs neighbour neighbours
    nephew new news nice niece night nights nine nineteen ninety noise normal nose
    notice number numbers offer often old older open opened opening order organise
    organised outdoors page paid pain pair pal pals papa paper parent parents park
    particular partner party pass passed pay pays people perfect person personal
    pick picked picking picture pictures piece pieces place places plain plan play
    played player playing plenty pocket point pop posh possible pound pounds
    practice pretty price probably problem proper properly proud pub pull pulled
    push qualified quick quickly quiet quietly rain raining rains rainy reach ready
    real realise reason reckon record red regular regularly relax rest retired
    return rich ride ring road roads roof room rooms rough round row run running
    rush sad safe sat saturday saturdays save school schools season seat second self
    send sense sent serious session sessions set settle seven seventeen seventy
    share shift shine shoes shop shops short shoulder show shows shut shy sick side
    sight silly simple single sir sister sisters sit sits sitting situation six
    sixteen sixty size skill skills skin sky sleep slow slowly small smart smell
    smile snow social son sons soul sound south space spare speak speaking special
    spend spent spot spring square stand standing state station stay stayed staying
    step steps stick stood straight strange street strong stuck summer summers sun
    sunday sundays sunny support suppose surprise swear sweet system table talk
    talked talking taught teach teaching team teams tell telling telly ten term
    terms terrible test thank thanks thirteen thirty thousand three throw thursday
    thursdays tick tired today told tomorrow tonight top total touch tough town
    tradition trip trips trouble true trust truth tuesday tuesdays turn turned
    turning turns twelve twenty two type ugly uncle uncles understand uni university
    useful village visit visits wait waiting wake wall walls warm water weather
    wednesday wednesdays wee week weekend weekends weekly weeks weird welcome wet
    white wide wife wind window winter winters woman women wonderful word words wore
    work worked working works world worried worry worse worst worth wrong yard
    yesterday young younger youngsters
    """
)
"""Words of everyday talk: common in speech whatever it is about."""
