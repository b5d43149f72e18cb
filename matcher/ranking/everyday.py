"""Which words say little about what a person would like to do.

Three lists, written by hand. *Stopwords* hold a sentence together and *framing* words
hold a wish ("used to", "would love to"): neither is ever a term. *Everyday* words
(people, time, good, uncle) are terms, but weak ones: they are common in speech and
rare in listings, so counting alone would take them for strong. Nothing here knows
what an activity is, and no word is here because it is unwelcome.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOPWORDS = _words(
    """
    a about above across after again against ago ah all almost along already also
    although always am among amongst an and another any anybody anymore anyone anything
    anyway are arent around as at away aye back be became because become been before
    behind being below beside besides between beyond both but by came can cannot cant
    come comes coming cos could couldnt did didnt do does doesnt doing done dont down
    dunno during each either else em enough er etc even ever every everybody everyone
    everything everywhere except far few for free from further get gets getting give
    gave given gives giving go goes going gone gonna got gotta had hadnt half has hasnt
    have havent having he hed hell her here heres hers herself hes hey him himself his
    how however hows i id if ill im in indeed innit inside instead into is isnt it
    itd itll its itself ive just keep keeps keeping kept kind kinda last later least
    less let lets like liked likes likely made make makes making many may maybe me
    might mine more most mostly much must my myself near nearly neither never next no
    nobody none nor not nothing now nowt nowhere of off oh ok okay on once one ones
    only onto or other others otherwise our ours ourselves out outside over own owt
    per perhaps please plus put quite rather really right said same saw say says see
    seem seemed seems seen several shall she shes should shouldnt since so some
    somebody somehow someone something sometimes somewhere soon sort still stuff such
    sure take taken takes taking than thank thanks that thatd thats the thee their
    theirs them themselves then there theres these they theyd theyll theyre theyve
    thing things this those though thou through throughout thus til till to together
    too took toward towards tried tries try trying twice under unless until unto up
    upon us use used using usually very via want wanted wants was wasnt way we wed
    well were werent weve what whatever whats when whenever where wherever wheres
    whether which whichever while who whoever whole whom whos whose why will with
    within without wont would wouldnt ya yeah yep yer yes yet you youd youll your
    youre yours yourself youve
    """
)
"""Grammar, and the verbs and pronouns of plain talk; folded, without apostrophes."""

FRAMING = _words(
    """
    adore adored adores began begin beginning began enjoy enjoyed enjoying enjoys
    fancied fancies fancy fancying favourite finish finished glad grew hope hoped
    hoping interest interested keen like liked liking loads lots love loved loves
    loving miss missed missing obsessed passion passionate prefer start started
    starting stop stopped stopping wish wished wishing wonder wondering
    """
)
"""Words that say *that* something is liked, missed or wished for, not *what*."""

EVERYDAY = _words(
    """
    able absolutely actually add adult afternoon age aged ahead alone alright amazing
    answer area arrive arrived ask asked asking aunt auntie available awful baby bad
    bag bath beautiful bed bedroom bedtime beer belief believe best better big bigger
    birthday bit bits bloke blokes body born boss bother bottom bought box boy boys
    boyfriend brain break bright brilliant bring bringing brings brother brought build
    bus busy buy buying call called calling calm care cared case catch caught cause
    centre certain chance change changed chat chatting check cheap chief child
    childhood children choice choose chuck city class clean clear clever close
    club clubs coffee cold comfortable company complete completely confidence
    confident corner cost council country county couple course cover cracking crowd
    cup cupboard cut cutting dad daddy daft daily dark date daughter day days dead
    deal dear deep depend die died difference different difficult dinner discuss door
    doubt drink drinking drive drove due early earn easily easy eat eight eighteen
    eighty eleven end ended ends evening event events eventually exact exactly
    experience experienced extra eye eyes face fact fair fall family families fast
    fat father fault feel feeling feels feet fell felt fifteen fifty figure fill final
    finally find finding finds fine finger fingers fire first five flat follow foot
    forever forget forgot form former forty forward found four fourteen fresh
    friday friend friendly friends front full fun funny future gal garage general
    generally gentle gentleman gift girl girls girlfriend glass gold gonna good grand
    grandad granddad grandchildren granddaughter grandfather grandma grandmother
    grandparent grandparents grandson gran granny great ground group groups grow
    growing grown guess guy guys hall hand handle hands hang hanging happen happened
    happens happy hard hate head hear heard heart heavy held hello help helped helpful
    helping helps high hill hit hold holding holiday home hope hospital hot hour hours
    house hundred hundreds husband idea important include including inch indoors job
    jobs join joined joining keen kid kids kitchen knew know knowing known knows lad
    lads lady ladies laid large late lately lay lead leading leads learn learned
    learning learnt leave leaves leaving led leg legs lie life lift light line list
    listen little live lived lives living load local lonely long longer look looked
    looking looks lose lost lot loud low luck lucky lunch lying mad main man manage
    managed matter mates mate mean means meet meeting meetings meets member members
    memory memories men mess met middle mile miles million mind minute minutes mixed
    moment monday money month monthly months morning mornings mother mouth move moved
    moving mum mummy name nan nana natural necessary neck need needed needs neighbour
    neighbours nephew new nice niece night nights nine nineteen ninety noise normal
    notice number numbers offer offers often old older open opening order organise
    organised paid pain pal pals papa parent parents part particular partner party
    pass passed passenger past patient pay people perfect period person personal phone
    pick picked picking piece pieces place places
    plain plan play played playing plenty point pointing
    pop possible pound pounds power practice pretty probably problem proper properly
    proud provide pull push quick quickly quiet quietly rain raining rainy reach ready
    real realise reason reckon record red regular regularly relax remember rest return
    rid ring road roads room rooms round rush sad safe sat saturday save
    school second seat send sense sent series serious session sessions set settle
    seven seventeen seventy share shed shine shop shops short show showed showing shut
    sick side sight silly simple simply single sir sister sit sits sitting situation
    six sixteen sixty size skill skills skin sleep slow slowly small smile social son
    sons soul sound space spare speak speaking special spend spent spot stand standing
    state stay stayed staying step steps stick stopped story straight strange
    street strong stuck suit summer summers sunday sundays sunny support suppose
    supposed surprise system table talk talked talking taught teach teaching team tell
    telling ten tenner tens term test thirteen thirty thought thoughts thousand three
    throw thursday tick ticking time times tiny tired told tonight top total touch
    town tradition trip trouble true trust truth tuesday turn turned turning twelve
    twenty two type uncle understand uncle unique uni university useful usual value
    view village visit wait waiting wake wall warm watch watched watching wednesday
    week weekend weekends weekly weeks weird welcome went wet wide wife winter woman
    women word words work worked working works world worried worry worse worst worth
    wrong year yearly years young younger youngsters zero
    """
)
"""Words of everyday talk, and of how listings talk of themselves (group, session)."""

REFUSABLE = _words(
    """
    baby babies beer child children church crowd crowds drink drinking family families
    kid kids man men party parties shop shops woman women
    """
)
"""Everyday words that are plain enough to be refused: "no kids", "no drinking".
Other everyday words alone ("not working", "no big groups") refuse nothing."""
