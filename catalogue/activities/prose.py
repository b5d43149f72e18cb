"""Which words are the language of listings, and point at no activity there.

A charity "promotes", "undertakes" and "sets up"; it has a "programme", "objects" and
"welfare", and is of Lancashire or a foundation. In a person's own words some of these
tell a lot ("my first programme, a shilling at the turnstile"); in a listing, standing
by themselves, none does. Found by counting, in 1,400 listings, which words are read as
activities that nothing else in the listing names; then read one by one.
"""

from catalogue.activities.words import stem

WORDS = """
    ability academy access accessible acting action actions active activities adapt
    add address administration admission adopt advanced adventure advise affordable
    agency alliance ambassador anniversary annual appeal application appointment
    appreciation appropriate area arms arrange arrangement arrival assembly assist
    assistance assistant association attachment attainment attendance audience
    average awareness background badge bag balance barrow based basic bear bed beds
    behaviour beneficiary benefit benefits bespoke block bloom board bodies body
    bond boost borrow branch brand brief bring broad brow browse build building burn
    campaign capacity capital care cause century chairman challenge change
    charitable charities charity check children chip civic class classification
    clean clearance click close closed closure cloth club coach collect collection
    combine commission commitment committee communication communities community
    companion company complete comprehensive concentrate condition conditions
    conduct confidence confident confidential connection consultation contact
    continue contract cops copy core council count country couple cover crack create
    creative credit crisis cross cultural culture custom cut cuts date deadline deck
    degree deliver delivery demonstrate demonstration den department develop
    development differences direct director distribute distribution diverse division
    domestic dozen draft draw drop-in duty economic edge education elements email
    emails embrace emergency employability employment encourage england enquiry
    enterprise entertain entry environment environmental equal equipment everyday
    exchange exclusion executive expenses experience express extra face faces
    facilities facility families family fan feedback field file fill find flag
    flourish fly follow form forms forum foster foundation foundations frame free
    friend friendly friends friendship front fully fund funding funds gain gap
    gather general global gold governor grade graduate grant grants grip grit ground
    group groups grow guardian guidance guide head health healthcare healthy heart
    help helper highlight holder home host hour hours hub identity illness impact
    improve inclusive independent individual influence inform information initiative
    institution instruct insurance integrate integration interest international
    interpret interval interview isolation issues join journal journey justice kent
    key kings kit knowledge label lancashire launch layout lead leader leaders
    leaflet learn learning lease leaving left-hand legacy legal lend letter level
    library licence lift limit limited link links listen loads local location look
    lookout loop lovely maintain manage management manager manchester margin mark
    master maximum meet member members memory mental mileage mill minimum ministry
    minute minutes mission mix mobile monitor moor morning movement multiple name
    names national nature need needs neighbourhood network night notice number
    numbers object objects occasion offer office official online open operation
    opportunity option organise orientation outline outlines outreach overlook own
    pack package page pain panel part partner partners partnership party pass past
    path patient patients pavilion people permanent person personal phone physical
    pick pilot pit place placement plan platform play plot point policy polish
    positive post pot poverty practical premises prepare present presentation
    preservation preserve president principal print private process produce product
    production professional professionals programme programmes project promote
    promotion prompt protect protection provide public purpose purposes push
    qualification quality question raise range reach reader reception record recover
    recreation recreational recruit recruitment reed refer referral regeneration
    register regular related release relief religion religious remote removal render
    repeat report reports representative request research reserve resident
    residential residents resilience respond response restore result retail retreat
    review rewarding risk robe roller root roundabout rout route run running safe
    safeguard safeguarding salary sale sales sample save saved schedule scheme
    scratch screen scrub seasonal seat section secure select selection seminar send
    senior service services session sessions set setting settle shadow share shaw
    shelter shelve shelves shift short shortlist shut sign signal single sit skill
    skills slam slide slip slot social society space span spar spectrum spiritual
    split spot spread st staff stag stage start station stay steer stem step steps
    stick stretch strike strong structure student study submission success suit
    summer supervisor supplies support sustainable system tackle tag tailor tailored
    talent tap target task team teams telephone text think thread time tip title
    toast together ton tour track train training transfer transform transition
    travel treat trouble trust try turn undertake undertaken uniform unique unit
    unity update uplift vacancy variety various victim victoria village virtual
    vision visit visitor voice vote vulnerable warrior wash waste week weekly
    welcome welfare wheel wigan win work worker workers working workshop workshops
    world year yearly young youngest
    """
PROSE = frozenset(map(stem, WORDS.split()))
"""Those words as stems."""
