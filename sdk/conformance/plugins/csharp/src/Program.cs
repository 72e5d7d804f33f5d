using ConformancePlugin;
using Speckit.Sdk;

return await PluginHost
    .CreateBuilder()
    .AddCommand<EchoCommand>()
    .AddCommand<TypedCommand>()
    .AddCommand<CallCommand>()
    .AddCommand<ThroughCommand>()
    .AddCommand<ParallelCommand>()
    .AddCommand<ManyCommand>()
    .AddCommand<ValueCommand>()
    .AddCommand<LengthCommand>()
    .AddCommand<LargeCommand>()
    .AddCommand<LargeRequestCommand>()
    .AddCommand<ExitCommand>()
    .AddCommand<VoidCommand>()
    .AddCommand<NanCommand>()
    .AddCommand<SurrogateCommand>()
    .AddCommand<FailCommand>()
    .AddCommand<UsageCommand>()
    .AddCommand<SlowCommand>()
    .AddCommand<StdoutCommand>()
    .AddCommand<StdinCommand>()
    .AddCommand<BackgroundCommand>()
    .AddCommand<ConfigCommand>()
    .AddCommand<ContextCommand>()
    .AddCommand<DataCommand>()
    .AddCommand<SubscriberCommand>()
    .AddCommand<BrokenCommand>()
    .AddHook<CreatedHook>("backlog.task.created")
    .AddHook<PatternHook>("plugin.conf.*")
    .AddHook<DeepHook>("workflow.**")
    .AddHook<FirstHook>("backlog.task.updated")
    .AddHook<SecondHook>("backlog.task.updated")
    .AddHook<FailingHook>("plugin.fail.now")
    .AddPhase<Gate>()
    .AddPhase<Planner>()
    .AddIntegration<Sync>()
    .AddStack<Stack>()
    .AddOutcomeType<Outcome>()
    .AddGuardrail<Rail>()
    .AddTemplateContext<TemplateValues>()
    .AddTemplatePostProcessor<Done>()
    .AddMigration<MigrationOne>()
    .AddMigration<MigrationTwo>()
    .OnActivate(
        (context, ct) =>
            context.Events.SubscribeAsync(
                "plugin.other.**",
                (envelope, cancelled) =>
                    context.Console.WriteAsync($"subscription {envelope.Type} {envelope.Id}", cancelled),
                ct
            )
    )
    .RunAsync(args);
