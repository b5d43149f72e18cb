"""Words of pastimes, spelt right, that a small catalogue may not use yet.

They are never "repaired" into something else: whist is no slip for whilst, and nobody
who bred budgies is offered a buddy. No meaning is attached to any of them here.
"""

KNOWN_WORDS = frozenset(
    """
    abseil acrobat aerobics aikido airfix allotment alto anagram angling ankle antique
    apron aquarium aquatic archaeology archery arrows artist astronomy aviary bach
    backgammon badge badges badminton bagpipes baker baking ballad ballet ballroom
    bamboo banger banjo banter barbell barge baritone bark barn baseball basil basket
    basketry bass baton batik bats batter bead beads beagle beat beats bees beekeeping
    beetle bells belt bike biker bingo birds birdwatching biscuit blacksmith bloom
    blossom blues boat boats bobbin bonsai boots bowler bowling bowls boxer boxing
    braid brass bread brew brewing bricks bridge broom brush budgie budgies bugle bulbs
    bunting butterfly cactus cake cakes calligraphy camera camping campfire canal
    canary canasta candle canoe canter canvas caravan cards carnival carols carp
    carpentry carving casserole castle cat cats cello ceramics ceilidh chalk chapel
    charades charcoal checkers cheese chess chicken chickens chutney circus clarinet
    clay cleats climbing clog clogs coach coarse cobbler cocktail coins collage
    collie comedy comics compost conker conkers cooking cornet costume cottage cousin
    crab crafts cricket crochet croquet crossword cue curling curry cycling dahlia
    dahlias dame dance dancing darn darning darts decking decoupage deejay denim diary
    dice dinghy ditch diving dolls domino dominoes donkey donkeys dough drag dragon
    drama draughts drawing dressage drill drums drumming ducks duet dulcimer easel
    embroidery enamel engine engines fabric falcon falconry farce fashion feathers felt
    felting fencing ferns ferret ferrets fiddle figurine finch finches fishing fixing
    flamenco flask fleece float floats florist flower flowers flute flies foal folk
    footie foraging fossil fossils foxes frame fretwork frisbee fungi gala gardening
    genealogy ghosts gigs gin glaze glider gliding gloves goalie goat goats golf
    gospel gossip graffiti greenhouse greyhound guitar gym gymnastics hamster handbell
    hanggliding harbour hare harmonica harmony harp hats hawks hedge hedgehog hedgehogs
    hens herbs heron hiking hockey honey hoops hornpipe horn horse horses hounds huddle
    hull hymn hymns jam jazz jewellery jigsaw jive jogging joinery jokes judo juggling
    jukebox jumper karaoke karate kart karting kayak keyboard kickabout kiln kilt kite
    kites kitten knit knitting knots lace ladder lamb lambs lasso lathe lawn leather
    lego lettering limerick linocut lions lino loom lurcher lute lyrics macrame magic
    mahjong mallet mandolin maps marathon marching marbles marquetry mask mechanic
    medals medieval melody meringue metal meteor millinery mime mincer moths models
    modelling mosaic moss motor motorbike mower muddy murals mushroom naan narrowboat
    nature natter needle needles netball nettle newts oboe oche omelette opera orchard
    orchestra orchid organ origami otter owls paddle paella panto pantomime parade
    parrot parsnip parkour pasta pastel pastry patchwork pebble pedal penny peppers
    petanque piano picnic pickle pie pies pigeon pigeons pilates pinball pipes pistol
    pitch plaster plough plucking poem poems poetry poker polish polka pony ponies pool
    poppy pork postcard posters pots potatoes potter pottery prawn pressing print
    prints prose puppet puppets puppies puppy purl puzzle puzzles quilt quilting quilts
    quiz quizzes quoits rabbit rabbits racket radio raffle rafting rambling rapping
    recipe recorder reels reggae regatta reptile rhubarb rhyme rhythm ribbon riding
    rifle rigging roast rocket rods roller rope rosette rosettes roses rounders rowing
    rug rugby rugs rumba runner saddle sailing sails salad salsa samba sari saxophone
    scales scare scarf scenery scone scones scooter score scouts scrabble scrapbook
    screws script scuba sculpture seeds sequin sewing shanty shanties shawl shooting
    shears sheep shuttlecock silk skate skateboard skates skating sketch skiing skip
    skipping skittles slate sledge slide snails snake snakes snooker snow soap soccer
    solder soldering soprano soup spade spaniel spanner spices spider spinning spoons
    sprint squash stable stage stamp stamps stars steam steel stencil stew stilts
    stitch stitching stone stones strings sudoku surf surfing swan swans swim swing
    sword taekwondo tailor tambourine tango tap tapestry tarot tart tempo tennis tenor
    tent terrier terrapin theatre thread thimble tiles toad toads toffee tomatoes
    tools torch tortoise touring tractor tractors traction trail trains tram trams
    trampoline trapeze trawler treacle treading trek tricks trifle trombone trowel
    trumpet tuba tulips tunes turf tweed twist ukulele upholstery vegan velvet veggies
    violin vinyl viola waders wading waltz waltzing warbler warp watercolour weaving
    weights wellies whales whisk whist whistle whittling wicker willow windsurf wine
    wool worms wrestling xylophone yacht yarn yodel yoga zumba
    """.split()  # noqa: SIM905 - a list of words is easier to read than of strings
)
"""Folded, as people write them."""
