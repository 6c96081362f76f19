param name string
param meaning string
param tags object
param targetId string
param metricNamespace string
param metricName string

@description('The alert fires when the average of a period is above.')
param threshold int
param period string = 'PT5M'
param actionGroupId string

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    description: meaning
    severity: 2
    enabled: true
    scopes: [targetId]
    evaluationFrequency: period
    windowSize: period
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'limit'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: metricNamespace
          metricName: metricName
          operator: 'GreaterThan'
          threshold: threshold
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
